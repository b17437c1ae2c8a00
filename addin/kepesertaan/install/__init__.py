"""Installation for one user of Windows, without rights of an administrator.

``python -m kepesertaan.install pasang --dari FOLDER`` makes the computer hold what a bundle says
(``work``), part by part (``parts``); ``perbaiki`` mends what is broken, ``copot`` takes all of ours
away. ``look`` gathers the facts that button Periksa Kesiapan judges.

Everything here but ``look`` is standard library only and runs from inside our own wheel: nothing
is installed yet when it starts.
"""
