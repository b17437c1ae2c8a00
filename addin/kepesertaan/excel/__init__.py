"""The workbook that is open in Excel or LibreOffice Calc, through xlwings."""
