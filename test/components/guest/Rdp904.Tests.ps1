# Runs what of the guest code needs no Windows. Ends with 1 where something is not as it should be.
param([string] $Folder)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
$script:Failures = 0

function Confirm-Equal {
    param([string] $Title, [object] $Actual, [object] $Expected)

    if ("$Actual" -ceq "$Expected") { return }
    $script:Failures++
    Write-Output "failed: $Title - expected '$Expected', got '$Actual'"
}

function Confirm-Refusal {
    param([string] $Title, [scriptblock] $Attempt, [string] $Allowed)

    $said = ''
    try { & $Attempt | Out-Null } catch { $said = $_.Exception.Message }
    Confirm-Equal -Title $Title -Actual ($said -like "*Allowed: $Allowed*") -Expected $true
}

foreach ($file in Get-ChildItem -Path $Folder -Filter '*.ps1') {
    $tokens = $null
    $errors = $null
    [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $tokens, [ref] $errors) | Out-Null
    Confirm-Equal -Title "PowerShell parses $($file.Name)" -Actual $errors.Count -Expected 0
    . $file.FullName
}

Confirm-Equal -Title 'a port is read' -Actual (Read-Rdp904Port -Text '3390') -Expected 3390
Confirm-Equal -Title 'no port is nothing' -Actual (Read-Rdp904Port -Text '') -Expected ''
foreach ($text in '0', '65536', '+3389', '3389;', '99999') {
    Confirm-Refusal -Title "the port $text is refused" -Attempt { Read-Rdp904Port -Text $text } -Allowed 'a number from 1 to 65535'
}

Confirm-Equal -Title 'Yes is a choice' -Actual (Read-Rdp904Choice -Name 'Shadowing' -Text 'Yes') -Expected $true
Confirm-Equal -Title 'No is a choice' -Actual (Read-Rdp904Choice -Name 'Shadowing' -Text 'No') -Expected $false
Confirm-Refusal -Title 'yes is no choice' -Attempt { Read-Rdp904Choice -Name 'Shadowing' -Text 'yes' } -Allowed 'Yes, No'

foreach ($case in @(@('', $true), @('*', $true), @('3389', $true), @('80, 3380-3390', $true), @('3390', $false), @('1-3388', $false))) {
    Confirm-Equal -Title "ports '$($case[0])' hold 3389" -Actual (Test-Rdp904Ports -Ports $case[0] -Port 3389) -Expected $case[1]
}

function New-TestCertificate {
    param([string] $Name, [string[]] $Usages)

    $key = [System.Security.Cryptography.RSA]::Create(2048)
    $hash = [System.Security.Cryptography.HashAlgorithmName]::SHA256
    $padding = [System.Security.Cryptography.RSASignaturePadding]::Pkcs1
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $key, $hash, $padding)
    if ($Usages) {
        $ids = [System.Security.Cryptography.OidCollection]::new()
        foreach ($usage in $Usages) { [void] $ids.Add([System.Security.Cryptography.Oid]::new($usage)) }
        $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($ids, $false))
    }
    $request.CreateSelfSigned([System.DateTimeOffset]::Now.AddDays(-1), [System.DateTimeOffset]::Now.AddDays(90))
}

$rdp = '1.3.6.1.4.1.311.54.1.2'
$server = '1.3.6.1.5.5.7.3.1'
$client = '1.3.6.1.5.5.7.3.2'
foreach ($case in @(
        @{ Usages = @($rdp); Subject = ''; Fits = $true },
        @{ Usages = @($server); Subject = ''; Fits = $false },
        @{ Usages = @(); Subject = ''; Fits = $false },
        @{ Usages = @($server); Subject = 'CN=host.contoso.com'; Fits = $true },
        @{ Usages = @(); Subject = 'CN=host.contoso.com'; Fits = $true },
        @{ Usages = @($client); Subject = 'CN=host.contoso.com'; Fits = $false },
        @{ Usages = @($rdp); Subject = 'CN=other.contoso.com'; Fits = $false }
    )) {
    $certificate = New-TestCertificate -Name 'host.contoso.com' -Usages $case.Usages
    $title = "usages '$($case.Usages -join ', ')' for the name '$($case.Subject)'"
    Confirm-Equal -Title $title -Actual (Test-Rdp904Purpose -Certificate $certificate -Subject $case.Subject) -Expected $case.Fits
}

exit [int] ($script:Failures -gt 0)
