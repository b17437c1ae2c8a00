Attribute VB_Name = "xlwings"
' Stands in for xlwings' module, which LibreOffice cannot run: notes what would be given to Python.
Option VBASupport 1
Option Explicit

Public Const PROJECT_NAME As String = "kepesertaan"

Public Function RunPython(command As String)
    Uji.Catat "python", command
    RunPython = Uji.pythonEnds
End Function

Public Function FileExists(ByVal path As String) As Boolean
    FileExists = path <> ""
End Function

Public Function GetDirectoryConfigFilePath() As String
    GetDirectoryConfigFilePath = Uji.confInCloud
End Function

Public Function GetConfig(key As String, Optional default As String = "", Optional source As String = "")
    GetConfig = default
    If source = "user" And key = "INTERPRETER_WIN" Then GetConfig = Uji.interpreter
    If source = "user" And key = "ADD_WORKBOOK_TO_PYTHONPATH" Then GetConfig = Uji.bookOnPath
End Function
