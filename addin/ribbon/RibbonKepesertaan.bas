Attribute VB_Name = "RibbonKepesertaan"
' The tab Kepesertaan: the callbacks of its buttons, and the macros that Python runs.
'
' No button is named here. A button's id is its action's id with "_" for "-"; its tag is
' "<marks>|<label>" with the marks "buku" (needs an open workbook) and "tulis" (writes to it).
'
' Macros for Python, by Application.Run "'Kepesertaan.xlam'!<module>.<name>":
'   SelKepesertaan.TulisSel writes many cells in one call; see there.
'   BatalkanPekerjaan cancels the job at work; Python gives it the Esc key meanwhile.
'   CatatUrungan(book, cells) says how many cells an Urungkan would put back; call it last, after a
'   button has written (cells > 0) and after an Urungkan (what then stands, 0 for nothing).
Option Explicit

Private Const UNDO_ID As String = "urungkan"
Private Const UNDO_TAG As String = "buku tulis|"

Private Const UNTOUCHED As String = " Belum ada data yang diubah."
Private Const NO_BUTTON As String = "Tombol ini tidak dikenal. Pasang ulang Kepesertaan."
Private Const NO_BOOK As String = _
    "Belum ada buku kerja yang terbuka. Buka berkasnya, lalu klik tombol ini lagi."
Private Const IS_PROTECTED_VIEW As String = _
    "Buku kerja ini terbuka dalam Tampilan Terproteksi. Klik Aktifkan Pengeditan pada bilah " & _
    "kuning di atas lembar, lalu klik tombol ini lagi."
Private Const CONF_SHEET As String = _
    "Buku kerja ini memuat lembar kepesertaan.conf, yang dapat menjalankan program lain. " & _
    "Hapus lembar itu, lalu klik tombol ini lagi."
Private Const CONF_FILE As String = _
    "Di folder buku kerja ini ada berkas kepesertaan.conf, yang dapat menjalankan program lain. " & _
    "Hapus berkas itu, lalu klik tombol ini lagi."
Private Const CODE_SHEET As String = _
    "Buku kerja ini memuat lembar yang namanya berakhir .py, yang dapat menjalankan program " & _
    "lain. Ganti nama lembar itu, lalu klik tombol ini lagi."
Private Const UNDO_CLOSED As String = _
    "Buku kerja * sudah tidak terbuka. Buka lagi, lalu klik Urungkan."
Private Const NOT_INSTALLED As String = _
    "Kepesertaan belum terpasang lengkap di komputer ini. Jalankan pemasangannya sekali lagi, " & _
    "atau hubungi petugas TI."
Private Const STOPPED As String = _
    "Pekerjaan terhenti sebelum selesai. Klik Riwayat untuk melihat apa yang sudah berubah, " & _
    "lalu hubungi petugas TI bila terulang."
Private Const WAIT_A_MOMENT As String = "Menyiapkan Kepesertaan ... (sekali saja, sekitar 10 detik)"

Private ribbon As Object          ' IRibbonUI, from Muat
Private warmServer As Object      ' held, so that the server stays for as long as Excel
Private undoCounts As Object      ' Collection: cells an Urungkan would put back, by workbook name
Private hasRecorded As Boolean    ' whether Python recorded a change since the click
Private undoBook As String        ' the workbook that Excel's Undo list offers to undo

' --- callbacks of the ribbon -------------------------------------------------------------------

Public Sub Muat(loaded As IRibbonUI)
    On Error Resume Next
    Set ribbon = loaded
    ThisWorkbook.Amati
    BatasKepesertaan.JadwalkanPemanasan
End Sub

Public Sub Klik(control As IRibbonControl)
    On Error GoTo Failed
    Kerjakan Replace(control.ID, "_", "-"), control.Tag
    Segarkan
    Exit Sub
Failed:
    BatasKepesertaan.Beritahu STOPPED & " (kode " & Err.Number & ")"
    Segarkan
End Sub

Public Sub Aktif(control As IRibbonControl, ByRef returnedVal)
    On Error Resume Next
    returnedVal = True
    returnedVal = Not BatasKepesertaan.BukuAktif() Is Nothing
End Sub

Public Sub Judul(control As IRibbonControl, ByRef returnedVal)
    On Error Resume Next
    Dim cells As Long
    returnedVal = Mid(control.Tag, InStr(control.Tag, "|") + 1)
    cells = JumlahUrungan(NamaBuku())
    If cells > 0 Then returnedVal = returnedVal & " (" & cells & ")"
End Sub

' --- macros ------------------------------------------------------------------------------------

' Ask for every label and state again.
Public Sub Segarkan()
    On Error Resume Next
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub

' Start the Python server before the first click; nothing happens where it is not registered.
Public Sub Hangatkan()
    Set warmServer = BatasKepesertaan.BuatServer()
End Sub

' What Ctrl+Z does after a button has written. Excel has one Undo list for all workbooks, so the
' one that was written comes to the front first.
Public Sub UrunganTerakhir()
    On Error GoTo Failed
    If BatasKepesertaan.KeDepan(undoBook) Then
        Kerjakan UNDO_ID, UNDO_TAG
    Else
        BatasKepesertaan.Beritahu Replace(UNDO_CLOSED, "*", undoBook) & UNTOUCHED
    End If
    Segarkan
    Exit Sub
Failed:
    BatasKepesertaan.Beritahu STOPPED & " (kode " & Err.Number & ")"
    Segarkan
End Sub

' What Esc does while a button is at work: it stops before it writes. Where nothing is at work, or
' Python was ended, Esc is Excel's own again.
Public Sub BatalkanPekerjaan()
    On Error Resume Next
    Dim isWorking As Boolean
    If Not warmServer Is Nothing Then isWorking = warmServer.Batal()
    If Not isWorking Then BatasKepesertaan.LepaskanEsc
End Sub

Public Sub CatatUrungan(ByVal book As String, ByVal cells As Long)
    On Error Resume Next  ' without an entry the button is still there
    If undoCounts Is Nothing Then Set undoCounts = New Collection
    LupakanUrungan book
    undoCounts.Add cells, LCase(book)
    If cells > 0 Then
        hasRecorded = True
        undoBook = book
        BatasKepesertaan.TawarkanUrungan
    End If
    Segarkan
End Sub

' --- from click to Python ----------------------------------------------------------------------

Private Sub Kerjakan(ByVal id As String, ByVal tag As String)
    Dim obstacle As String
    obstacle = Halangan(id, InStr(tag, "buku") > 0)
    If obstacle <> "" Then
        BatasKepesertaan.Beritahu obstacle & UNTOUCHED
        Exit Sub
    End If
    hasRecorded = False
    If Not LewatServer(id) Then LewatXlwings id
    If hasRecorded And InStr(tag, "tulis") > 0 Then BatasKepesertaan.TawarkanUrungan
End Sub

' Why the button cannot run now, "" where it can.
Private Function Halangan(ByVal id As String, ByVal needsBook As Boolean) As String
    Dim book As Object
    Set book = BatasKepesertaan.BukuAktif()
    If id = "" Or id Like "*[!a-z-]*" Then
        Halangan = NO_BUTTON
    ElseIf needsBook And BatasKepesertaan.AdaTampilanTerproteksi() Then
        Halangan = IS_PROTECTED_VIEW
    ElseIf book Is Nothing Then
        If needsBook Then Halangan = NO_BOOK
    ElseIf AdaLembar(book, xlwings.PROJECT_NAME & ".conf") Then
        Halangan = CONF_SHEET
    ElseIf BatasKepesertaan.AdaBerkas(SampingBuku(book)) Then
        Halangan = CONF_FILE
    End If
End Function

' The per-user COM server; False where there is none. Once it was called there is no second way:
' the button would run twice.
Private Function LewatServer(ByVal id As String) As Boolean
    Dim server As Object
    Dim answer As String
    If warmServer Is Nothing Then
        BatasKepesertaan.Kabarkan WAIT_A_MOMENT
        Set server = BatasKepesertaan.BuatServer()
        BatasKepesertaan.Kabarkan ""
    Else
        Set server = BatasKepesertaan.BuatServer()
    End If
    If server Is Nothing Then Exit Function
    LewatServer = True
    Set warmServer = server
    answer = "" & server.Jalankan(id, BatasKepesertaan.JendelaExcel(), NamaBuku())
    If answer <> "" Then BatasKepesertaan.Beritahu answer
End Function

' xlwings starts the installed Python; only single quotes, the command travels inside double ones.
Private Sub LewatXlwings(ByVal id As String)
    Dim obstacle As String
    Dim ended As Variant
    obstacle = HalanganXlwings()
    If obstacle <> "" Then
        BatasKepesertaan.Beritahu obstacle & UNTOUCHED
        Exit Sub
    End If
    BatasKepesertaan.Kabarkan WAIT_A_MOMENT
    ended = xlwings.RunPython("import kepesertaan.buttons; kepesertaan.buttons.from_excel('" & id & "')")
    BatasKepesertaan.Kabarkan ""
    If ended = -1 Then BatasKepesertaan.Beritahu STOPPED
End Sub

' xlwings needs a workbook, and must take its settings from the user's own file only: the
' interpreter we installed, and not the workbook's folder in front of Python's path.
Private Function HalanganXlwings() As String
    Dim book As Object
    Set book = BatasKepesertaan.BukuAktif()
    If book Is Nothing Then
        HalanganXlwings = NO_BOOK
    ElseIf AdaLembar(book, "*.py") Then
        HalanganXlwings = CODE_SHEET
    ElseIf xlwings.FileExists(xlwings.GetDirectoryConfigFilePath()) Then
        HalanganXlwings = CONF_FILE
    ElseIf Not xlwings.FileExists(xlwings.GetConfig("INTERPRETER_WIN", "", "user")) Then
        HalanganXlwings = NOT_INSTALLED
    ElseIf LCase(xlwings.GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true", "user")) <> "false" Then
        HalanganXlwings = NOT_INSTALLED
    End If
End Function

' --- small questions ---------------------------------------------------------------------------

Private Function AdaLembar(ByVal book As Object, ByVal pattern As String) As Boolean
    Dim sheet As Object
    For Each sheet In book.Sheets
        If LCase(sheet.Name) Like LCase(pattern) Then AdaLembar = True
    Next sheet
End Function

' Where xlwings would look for settings beside the workbook; in the cloud it asks for itself.
Private Function SampingBuku(ByVal book As Object) As String
    If InStr(book.Path, "://") = 0 Then
        SampingBuku = book.Path & Application.PathSeparator & xlwings.PROJECT_NAME & ".conf"
    End If
End Function

Private Function NamaBuku() As String
    Dim book As Object
    Set book = BatasKepesertaan.BukuAktif()
    If Not book Is Nothing Then NamaBuku = book.Name
End Function

Private Function JumlahUrungan(ByVal book As String) As Long
    On Error Resume Next  ' a book without an entry has 0
    JumlahUrungan = undoCounts.Item(LCase(book))
End Function

Private Sub LupakanUrungan(ByVal book As String)
    On Error Resume Next
    undoCounts.Remove LCase(book)
End Sub
