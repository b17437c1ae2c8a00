Attribute VB_Name = "BatasKepesertaan"
' The border: all that RibbonKepesertaan asks of Excel, Windows and the person. Nothing is decided
' here, so that a test can put its own answers in this module's place.
Option Explicit

Private Const SERVER As String = "Kepesertaan.Server"
Private Const UNDO_TEXT As String = "Urungkan perubahan Kepesertaan"

' One sentence or more, with an OK button.
Public Sub Beritahu(ByVal text As String)
    MsgBox text, vbInformation, "Kepesertaan"
End Sub

' The status bar; "" gives it back to Excel.
Public Sub Kabarkan(ByVal text As String)
    If text = "" Then Application.StatusBar = False Else Application.StatusBar = text
End Sub

' Nothing where no workbook is open, or only one in Protected View.
Public Function BukuAktif() As Object
    Set BukuAktif = ActiveWorkbook
End Function

' Bring an open workbook to the front; False where there is none of that name.
Public Function KeDepan(ByVal book As String) As Boolean
    On Error Resume Next
    Application.Workbooks(book).Activate
    KeDepan = (LCase(ActiveWorkbook.Name) = LCase(book))
End Function

Public Function AdaTampilanTerproteksi() As Boolean
    On Error Resume Next
    AdaTampilanTerproteksi = Not Application.ActiveProtectedViewWindow Is Nothing
End Function

Public Function JendelaExcel() As Variant
    JendelaExcel = Application.Hwnd
End Function

' Hidden files count, folders do not.
Public Function AdaBerkas(ByVal path As String) As Boolean
    On Error Resume Next  ' nothing there
    AdaBerkas = (GetAttr(path) And vbDirectory) = 0
End Function

' The Python server of this user; Nothing where it is not registered, or Excel runs as another user.
Public Function BuatServer() As Object
    On Error Resume Next
    Set BuatServer = CreateObject(SERVER)
End Function

' Soon, when Excel is at rest.
Public Sub JadwalkanPemanasan()
    Application.OnTime Now + TimeSerial(0, 0, 2), Makro("Hangatkan")
End Sub

' Python takes the key while it works, and gives it back.
Public Sub LepaskanEsc()
    Application.OnKey "{ESC}"
End Sub

' Our entry in Excel's Undo list: the only one an add-in may have. The next change takes it away.
Public Sub TawarkanUrungan()
    Application.OnUndo UNDO_TEXT, Makro("UrunganTerakhir")
End Sub

Private Function Makro(ByVal name As String) As String
    Makro = "'" & ThisWorkbook.Name & "'!RibbonKepesertaan." & name
End Function
