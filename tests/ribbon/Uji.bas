' Presses the buttons, and notes what comes of it.
Option VBASupport 1

Type Knob
    ID As String
    Tag As String
End Type

Public seen As String
Public hasServer, serverFails, isProtectedView, hasNoBook
Public changes, pythonEnds, interpreter, bookOnPath, confInCloud, serverSays, isWorking

Public Sub Catat(kind, text)
    seen = seen & kind & Chr(9) & text & Chr(10)
End Sub

Public Function Siapkan(server, fails, protectedView, noBook, changed, ends, exe, onPath, cloud)
    hasServer = server : serverFails = fails
    isProtectedView = protectedView : hasNoBook = noBook
    changes = changed : pythonEnds = ends
    interpreter = exe : bookOnPath = onPath : confInCloud = cloud
    serverSays = "" : isWorking = False
    seen = ""
End Function

Public Sub Jawab(text)
    serverSays = text
End Sub

Public Sub Bekerja()
    isWorking = True
End Sub

Public Function Laporan()
    Laporan = seen
    seen = ""
End Function

Public Sub Muat()
    Dim ribbon As New ServerPalsu
    RibbonKepesertaan.Muat ribbon
End Sub

Public Sub Klik(id, tag)
    Dim control As New Knob
    control.ID = id : control.Tag = tag
    RibbonKepesertaan.Klik control
End Sub

Public Function Judul(id, tag)
    Dim control As New Knob
    Dim answer
    control.ID = id : control.Tag = tag
    RibbonKepesertaan.Judul control, answer
    Judul = answer
End Function

Public Function Aktif(id, tag)
    Dim control As New Knob
    Dim answer
    control.ID = id : control.Tag = tag
    RibbonKepesertaan.Aktif control, answer
    Aktif = answer
End Function

Public Sub Catatan(book, cells)
    RibbonKepesertaan.CatatUrungan book, cells
End Sub

Public Sub Urung()
    RibbonKepesertaan.UrunganTerakhir
End Sub

Public Sub Hangatkan()
    RibbonKepesertaan.Hangatkan
End Sub

Public Function Tulis(book, sheet, rows, columns, kinds, values, formats, fills)
    Tulis = SelKepesertaan.TulisSel(book, sheet, rows, columns, kinds, values, formats, fills)
    If Tulis = "" Then Tulis = SelKepesertaan.Versi()
End Function

Public Sub Batalkan()
    RibbonKepesertaan.BatalkanPekerjaan
End Sub
