# Once per release, a person runs this on a PC with Excel, after pasang.cmd:
#
#   powershell -NoProfile -ExecutionPolicy Bypass -File check_on_windows.ps1
#   powershell ... -File check_on_windows.ps1 -LewatServer     without clicking in the ribbon
#
# It opens Excel the way staff do, with a copy of the practice book, has every button clicked, looks
# at the cells through COM and writes a report. The buttons are read off the add-in itself.
#
# Written without Windows at hand: never run yet. Its syntax was checked with the PowerShell grammar
# of tree-sitter only. ASCII only: PowerShell 5.1 reads it as ANSI.
param(
    [string]$Laporan = (Join-Path ([Environment]::GetFolderPath('Desktop')) 'laporan-kepesertaan.txt'),
    [switch]$LewatServer
)

$ErrorActionPreference = 'Stop'
$addin = Join-Path $env:APPDATA 'Microsoft\Excel\XLSTART\Kepesertaan.xlam'
$practice = Join-Path $PSScriptRoot 'latihan.xlsx'
$lines = New-Object System.Collections.Generic.List[string]
$script:failed = 0

# --- the report ---------------------------------------------------------------------------------

function Write-Line([string]$text) {
    $lines.Add($text)
    Write-Host $text
}

function Add-Verdict([string]$what, [bool]$isRight, [string]$more = '') {
    if (-not $isRight) { $script:failed += 1 }
    $verdict = if ($isRight) { 'LULUS' } else { 'GAGAL' }
    Write-Line ("{0}  {1}  {2}" -f $verdict, $what, $more).TrimEnd()
}

function Ask-Person([string]$question) {
    $answer = Read-Host "$question (y/t)"
    Add-Verdict $question ($answer -match '^[yY]')
}

function Save-Report {
    $count = if ($script:failed) { "$($script:failed) GAGAL" } else { 'semua lulus' }
    Write-Line "Hasil: $count"
    [IO.File]::WriteAllLines($Laporan, $lines)
    Write-Host "Laporan: $Laporan"
}

# --- what Excel holds ---------------------------------------------------------------------------

function Get-Sheets($book) {
    @($book.Worksheets | ForEach-Object { $_.Name })
}

# All values of the participants' sheet, as one text to compare.
function Get-Values($book) {
    $cells = $book.Worksheets.Item('Peserta').UsedRange.Value2
    ($cells | ForEach-Object { "$_" }) -join '|'
}

# The buttons of the ribbon, from the add-in: id, label and whether each needs a workbook.
function Get-Buttons([string]$path) {
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $archive = [IO.Compression.ZipFile]::OpenRead($path)
    try {
        $entry = $archive.GetEntry('customUI/customUI14.xml')
        $reader = New-Object IO.StreamReader($entry.Open())
        $xml = [xml]$reader.ReadToEnd()
    }
    finally { $archive.Dispose() }
    $xml.GetElementsByTagName('button') | ForEach-Object {
        $marks, $label = $_.tag -split '\|', 2
        [pscustomobject]@{ Id = ($_.id -replace '_', '-'); Label = $label; NeedsBook = $marks -match 'buku' }
    }
}

# Excel registers itself for other programs once another window has come to the front.
function Find-Excel([string]$bookName) {
    foreach ($try in 1..60) {
        Start-Sleep -Seconds 1
        try {
            $excel = [Runtime.InteropServices.Marshal]::GetActiveObject('Excel.Application')
            if (@($excel.Workbooks | Where-Object { $_.Name -eq $bookName }).Count) { return $excel }
        }
        catch { Write-Host 'Menunggu Excel ...' }
    }
    throw 'Excel tidak terbuka dalam satu menit.'
}

# --- clicking -----------------------------------------------------------------------------------

# What must be true after a click; a button that is not named here is judged by the person alone.
$expected = @{
    'periksa'   = { param($book, $before) (Get-Values $book) -eq $before -and (Get-Sheets $book) -contains 'Pratinjau' -and (Get-Sheets $book) -contains 'Daftar Temuan' }
    'terapkan'  = { param($book, $before) (Get-Values $book) -ne $before }
    'bersihkan' = { param($book, $before) (Get-Values $book) -ne $before -and (Get-Sheets $book) -contains 'Perubahan' }
    'urungkan'  = { param($book, $before) (Get-Values $book) -eq $original }
    'riwayat'   = { param($book, $before) (Get-Values $book) -eq $before -and (Get-Sheets $book) -contains 'Riwayat' }
}

function Invoke-Button($excel, $book, $button) {
    $before = Get-Values $book
    if ($LewatServer) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $server = New-Object -ComObject 'Kepesertaan.Server'
        $answer = $server.Jalankan($button.Id, $excel.Hwnd, $book.Name)
        Write-Line ("       {0}: server menjawab dalam {1} ms" -f $button.Label, $watch.ElapsedMilliseconds)
        if ($answer) { Write-Line "       $answer" }
        Read-Host "Jawab kotak pesan '$($button.Label)' di Excel dengan Ya atau OK, lalu tekan Enter di sini"
    }
    else {
        Read-Host "Klik '$($button.Label)' di tab Kepesertaan, jawab Ya atau OK, lalu tekan Enter di sini"
    }
    $rule = $expected[$button.Id]
    if ($rule) { Add-Verdict $button.Label ([bool](& $rule $book $before)) }
    Ask-Person "       $($button.Label): pesannya jelas dan hasilnya benar?"
    $isRestored = $excel.ScreenUpdating -and $excel.DisplayAlerts -and $excel.EnableEvents -and
        $excel.Interactive -and $excel.Calculation -eq $calculation -and $excel.StatusBar -eq $false
    Add-Verdict "$($button.Label): layar Excel kembali seperti semula" $isRestored
    Ask-Person "       $($button.Label): Esc saat mengetik di sel membatalkan ketikan seperti biasa?"
    if ($button.Id -eq 'bersihkan') {
        Ask-Person '       Panah di samping Urungkan (Ctrl+Z) menawarkan Urungkan perubahan Kepesertaan? Jangan diklik.'
    }
}

# --- the run ------------------------------------------------------------------------------------

Write-Line "Kepesertaan, pemeriksaan di Windows, $(Get-Date -Format 'yyyy-MM-dd HH:mm')"
Write-Line "Windows $([Environment]::OSVersion.Version), PowerShell $($PSVersionTable.PSVersion)"
foreach ($path in $addin, $practice) {
    if (-not (Test-Path -LiteralPath $path)) {
        Add-Verdict "$path ada" $false 'Jalankan pasang.cmd dari folder paket.'
        Save-Report
        exit 1
    }
    Write-Line "$((Get-FileHash -Algorithm SHA256 -LiteralPath $path).Hash.ToLower())  $(Split-Path -Leaf $path)"
}
if (Get-Process -Name EXCEL -ErrorAction SilentlyContinue) {
    Write-Host 'Tutup semua jendela Excel, lalu jalankan lagi. Belum ada yang dikerjakan.'
    exit 4
}

$folder = Join-Path $env:TEMP ('kepesertaan-' + [Guid]::NewGuid().ToString('N'))
New-Item -ItemType Directory -Path $folder | Out-Null
$copy = Join-Path $folder 'latihan.xlsx'
Copy-Item -LiteralPath $practice -Destination $copy
Start-Process -FilePath 'excel.exe' -ArgumentList ('"{0}"' -f $copy)
$excel = $null
try {
    $excel = Find-Excel 'latihan.xlsx'
    $book = $excel.Workbooks.Item('latihan.xlsx')
    $original = Get-Values $book
    $calculation = $excel.Calculation
    Write-Line "Excel $($excel.Version) build $($excel.Build), bahasa $($excel.LanguageSettings.LanguageID(2))"
    Add-Verdict 'Add-in dimuat dari XLSTART' ($excel.Workbooks.Item('Kepesertaan.xlam').FullName -eq $addin)
    Ask-Person 'Excel terbuka tanpa pesan perbaikan atau galat makro?'
    Ask-Person 'Tab Kepesertaan tampak, setiap tombol bergambar dan berlabel?'
    $buttons = @(Get-Buttons $addin)
    # First what proposes, then what writes and is taken back; the rest as it comes.
    $order = 'periksa', 'terapkan', 'urungkan', 'bersihkan', 'urungkan', 'riwayat'
    $others = $buttons | Where-Object { $order -notcontains $_.Id } | ForEach-Object { $_.Id }
    foreach ($id in @($order) + @($others)) {
        $button = $buttons | Where-Object { $_.Id -eq $id } | Select-Object -First 1
        if ($button) { Invoke-Button $excel $book $button } else { Add-Verdict "tombol $id" $false 'tidak ada di add-in' }
    }
    Ask-Person 'Alt, K, lalu huruf setiap tombol menjalankannya?'
    Ask-Person 'Laporan Kunjungan dan Laporan MSIB dari buku di folder contoh terbuka di Word tanpa pesan perbaikan?'
    Ask-Person 'Di Laporan MSIB, Ctrl+A lalu F9 tidak mengubah nomor halaman daftar isi (kecuali A-1 menjadi 1)?'
    Ask-Person 'Kotak bagan organisasi dan grafik nilai di Laporan MSIB dapat disunting?'
}
catch {
    Add-Verdict 'pemeriksaan selesai' $false $_.Exception.Message
}
finally {
    if ($excel) {
        foreach ($open in @($excel.Workbooks)) { $open.Close($false) }
        $excel.Quit()
    }
    Save-Report
}
exit [int]($script:failed -gt 0)
