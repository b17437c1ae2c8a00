# Finds a Python of this account that the bundle was made for and starts the work:
# python -m kepesertaan.install, from inside our own wheel. Needs no rights of an administrator.
# pasang.cmd, perbaiki.cmd and copot.cmd start it. ASCII only: PowerShell 5.1 reads it as ANSI.
param([ValidateSet('pasang', 'perbaiki', 'copot')][string]$Kerja = 'pasang')

$about = Get-Content -Raw -Encoding UTF8 -LiteralPath (Join-Path $PSScriptRoot 'paket.json') |
    ConvertFrom-Json

# Where python.org's installer notes itself (PEP 514), the user's own first; 64-bit only.
function Find-Python {
    foreach ($version in $about.python) {
        foreach ($hive in 'HKCU:', 'HKLM:') {
            $key = "$hive\Software\Python\PythonCore\$version\InstallPath"
            $noted = Get-ItemProperty -LiteralPath $key -ErrorAction SilentlyContinue
            $program = if ($noted) { $noted.ExecutablePath }
            if ($program -and (Test-Path -LiteralPath $program -PathType Leaf)) {
                return $program
            }
        }
    }
}

$python = Find-Python
if (-not $python) {
    # The office may have put python.org's own installer into the bundle.
    $folder = Join-Path $PSScriptRoot 'python'
    $installer = Get-ChildItem -Path $folder -Filter 'python-3.*-amd64.exe' -ErrorAction SilentlyContinue |
        Select-Object -First 1
    if ($installer -and $Kerja -eq 'pasang') {
        Write-Host 'Memasang Python untuk akun ini ...'
        $options = '/quiet', 'InstallAllUsers=0', 'PrependPath=0', 'Include_launcher=0', 'Shortcuts=0'
        Start-Process -Wait -FilePath $installer.FullName -ArgumentList $options
        $python = Find-Python
    }
}
if (-not $python) {
    $wanted = $about.python -join ' atau '
    Write-Host "Python $wanted (64-bit) belum ada di akun ini; tidak ada yang diubah."
    Write-Host "Mintalah petugas TI memasang Python $wanted dari python.org; pemasangan untuk akun sendiri cukup, tanpa hak admin. Lalu jalankan lagi."
    exit 3
}

$wheel = Get-ChildItem -Path (Join-Path $PSScriptRoot 'roda') -Filter 'kepesertaan-*.whl' |
    Select-Object -First 1
if (-not $wheel) {
    Write-Host 'Paket pemasangan tidak lengkap; tidak ada yang diubah. Salin ulang seluruh folder paket, lalu jalankan lagi.'
    exit 3
}
$env:PYTHONPATH = $wheel.FullName
$arguments = @('-P', '-m', 'kepesertaan.install', $Kerja)
if ($Kerja -eq 'pasang') { $arguments += $PSScriptRoot }
& $python @arguments
exit $LASTEXITCODE
