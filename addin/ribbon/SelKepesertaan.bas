Attribute VB_Name = "SelKepesertaan"
' Cells written from Python in one call, however many: Application.Run costs the same for one cell
' as for twenty thousand, and no cell is touched that is not named.
Option Explicit

Private Const KEPT As Long = 0
Private Const AS_TEXT As Long = 1
Private Const AS_NUMBER As Long = 2
Private Const TEXT_FORMAT As String = "@"
Private Const WITHOUT_FILL As Long = -4142

' Whether this add-in is loaded, and which: Python asks before it writes.
Public Function Versi() As String
    Versi = "1"
End Function

' Write cells of one sheet. The arrays are of one length:
'   rows, columns  from 1
'   kinds          0 keeps the value, 1 text, 2 number or truth value, 3 empty
'   values         what to write, "" where nothing is
'   formats        the number format afterwards, "" for the one the cell has
'   fills          "" keeps, "-" none, "5296274" a colour, "T4:0.6" the theme's with its tint,
'                  "I12" the old palette's
' A text goes in under the text format and a number under General, so that neither becomes the
' other. "" when all are written; else the number of Excel's error, e.g. on a protected sheet, and
' the cells before are written. An error let out would stop Excel with a box of the VBA editor.
Public Function TulisSel(ByVal book As String, ByVal sheet As String, ByVal rows As Variant, _
                         ByVal columns As Variant, ByVal kinds As Variant, _
                         ByVal values As Variant, ByVal formats As Variant, _
                         ByVal fills As Variant) As String
    On Error GoTo Failed
    Dim page As Object
    Dim i As Long
    Set page = Application.Workbooks(book).Worksheets(sheet)
    For i = LBound(rows) To UBound(rows)
        TulisSatu page.Cells(CLng(rows(i)), CLng(columns(i))), CLng(kinds(i)), values(i), _
                  CStr(formats(i))
        If CStr(fills(i)) <> "" Then Warnai page.Cells(CLng(rows(i)), CLng(columns(i))), CStr(fills(i))
    Next i
    Exit Function
Failed:
    TulisSel = "Galat " & Err.Number
End Function

Private Sub TulisSatu(ByVal cell As Object, ByVal kind As Long, ByVal value As Variant, _
                      ByVal wanted As String)
    If wanted = "" Then wanted = cell.NumberFormat
    If kind = AS_TEXT Then
        cell.NumberFormat = TEXT_FORMAT
        cell.Value = CStr(value)
    ElseIf kind = AS_NUMBER Then
        cell.NumberFormat = "General"
        cell.Value = value
    ElseIf kind <> KEPT Then
        cell.Value = ""
    End If
    cell.NumberFormat = wanted
End Sub

Private Sub Warnai(ByVal cell As Object, ByVal fill As String)
    Dim parts As Variant
    If fill = "-" Then
        cell.Interior.ColorIndex = WITHOUT_FILL
    ElseIf Left(fill, 1) = "T" Then
        parts = Split(Mid(fill, 2), ":")
        cell.Interior.ThemeColor = CLng(parts(0)) + 1
        cell.Interior.TintAndShade = Val(parts(1))
    ElseIf Left(fill, 1) = "I" Then
        cell.Interior.ColorIndex = CLng(Mid(fill, 2)) - 7
    Else
        cell.Interior.Color = CLng(fill)
    End If
End Sub
