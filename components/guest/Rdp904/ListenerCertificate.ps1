# Binds the newest certificate that RDP can use to the listener, so that a renewed one is used before the old one expires.
# The listener selects by thumbprint: https://learn.microsoft.com/windows/win32/termserv/win32-tsgeneralsetting
# A certificate counts whose time it is, that is for RDP, and whose matching key NETWORK SERVICE can read.

$script:ListenerNamespace = 'root\cimv2\TerminalServices'
$script:ServerAuthentication = '1.3.6.1.5.5.7.3.1'
$script:RemoteDesktopAuthentication = '1.3.6.1.4.1.311.54.1.2'

$script:NetworkService = 'S-1-5-20'
# It and the groups whose rights it has: Everyone, Authenticated Users, Users.
$script:ReaderSids = $script:NetworkService, 'S-1-1-0', 'S-1-5-11', 'S-1-5-32-545'

# What is not as it should be. An entry with a thumbprint can be set right.
function Get-Rdp904ListenerDifference {
    param([string] $TerminalName, [string] $Subject)

    $bound = [string] (Get-Rdp904ListenerSetting -TerminalName $TerminalName).CimInstanceProperties['SSLCertificateSHA1Hash'].Value
    $candidates = @(Find-Rdp904Certificate -Subject $Subject)
    $usable = $null
    foreach ($candidate in $candidates) {
        $problem = Get-Rdp904KeyProblem -Certificate $candidate
        if ($null -eq $problem) {
            $usable = $candidate
            break
        }
        @{
            Code   = 'KeyUnusable'
            Phrase = "The certificate $($candidate.Thumbprint), valid until $(Format-Rdp904Time $candidate.NotAfter), cannot be used: $($problem.Why)."
            File   = $problem.File
        }
    }
    if ($null -eq $usable) {
        $wanted = 'for Remote Desktop Authentication'
        if ($Subject) { $wanted = "with the name '$Subject'" }
        @{ Code = 'NoCertificate'; Phrase = "Personal of the computer holds no valid certificate $wanted that RDP can use; bound is '$bound'." }
    }
    elseif ($bound -ne $usable.Thumbprint) {
        @{
            Code       = 'OtherCertificate'
            Phrase     = "The listener uses '$bound', it should use '$($usable.Thumbprint)', valid until $(Format-Rdp904Time $usable.NotAfter)."
            Thumbprint = $usable.Thumbprint
        }
    }
}

function Get-Rdp904ListenerSetting {
    param([string] $TerminalName)

    # Checked, so that nothing else can get into the query.
    if ($TerminalName -cne 'RDP-Tcp') { throw "TerminalName is '$TerminalName'. Allowed: RDP-Tcp." }
    $query = "SELECT * FROM Win32_TSGeneralSetting WHERE TerminalName = '$TerminalName'"
    $setting = Find-Rdp904Instance -Namespace $script:ListenerNamespace -Query $query
    if ($null -eq $setting) { throw "The listener '$TerminalName' does not exist." }
    $setting
}

# Valid certificates that are for RDP, the one that expires last first.
function Find-Rdp904Certificate {
    param([string] $Subject)

    $name = [System.Security.Cryptography.X509Certificates.StoreName]::My
    $location = [System.Security.Cryptography.X509Certificates.StoreLocation]::LocalMachine
    $store = [System.Security.Cryptography.X509Certificates.X509Store]::new($name, $location)
    $store.Open([System.Security.Cryptography.X509Certificates.OpenFlags]::ReadOnly)
    try {
        $now = [System.DateTime]::Now
        $found = [System.Collections.Generic.List[System.Security.Cryptography.X509Certificates.X509Certificate2]]::new()
        foreach ($certificate in $store.Certificates) {
            $isTime = $certificate.NotBefore -le $now -and $now -lt $certificate.NotAfter
            if ($isTime -and $certificate.HasPrivateKey -and (Test-Rdp904Purpose -Certificate $certificate -Subject $Subject)) {
                $found.Add($certificate)
            }
        }
        $found.Sort([System.Comparison[System.Security.Cryptography.X509Certificates.X509Certificate2]] {
                param($one, $other)
                $byExpiry = $other.NotAfter.CompareTo($one.NotAfter)
                if ($byExpiry -ne 0) { return $byExpiry }
                $byStart = $other.NotBefore.CompareTo($one.NotBefore)
                if ($byStart -ne 0) { return $byStart }
                return [System.String]::CompareOrdinal($one.Thumbprint, $other.Thumbprint)
            })
        $found.ToArray()
    }
    finally {
        $store.Dispose()
    }
}

# By default only what is made for RDP and nothing else; with a name, what the listener accepts.
function Test-Rdp904Purpose {
    param([System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate, [string] $Subject)

    [string[]] $usages = @()
    $limited = $false
    [string[]] $names = @($Certificate.GetNameInfo([System.Security.Cryptography.X509Certificates.X509NameType]::SimpleName, $false))
    foreach ($extension in $Certificate.Extensions) {
        if ($extension -is [System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]) {
            $limited = $true
            $usages += @(foreach ($usage in $extension.EnhancedKeyUsages) { $usage.Value })
        }
        if ($extension -is [System.Security.Cryptography.X509Certificates.X509SubjectAlternativeNameExtension]) {
            $names += @($extension.EnumerateDnsNames())
        }
    }
    if (-not $Subject) { return $usages -contains $script:RemoteDesktopAuthentication }
    if ($names -notcontains ($Subject -replace '^CN=')) { return $false }
    return -not $limited -or $usages -contains $script:RemoteDesktopAuthentication -or $usages -contains $script:ServerAuthentication
}

# Why NETWORK SERVICE cannot use the key of a certificate, with the file where reading it would be enough; nothing where it can.
function Get-Rdp904KeyProblem {
    param([System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)

    $key = $null
    try {
        $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($Certificate)
        if ($null -eq $key) {
            $key = [System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions]::GetECDsaPrivateKey($Certificate)
        }
        if ($null -eq $key) { return @{ Why = 'it has no private key of a kind that RDP uses' } }
        $own = [System.Convert]::ToBase64String($key.ExportSubjectPublicKeyInfo())
        $its = [System.Convert]::ToBase64String($Certificate.PublicKey.ExportSubjectPublicKeyInfo())
        if ($own -cne $its) { return @{ Why = 'its private key is that of another certificate' } }
        $file = Find-Rdp904KeyFile -Name (Get-Rdp904KeyName -Key $key)
        if ($null -eq $file) { return @{ Why = 'its private key lies in no file, so who may read it is not known' } }
        switch (Get-Rdp904ReadAccess -File $file) {
            'Denied' { return @{ Why = "an entry denies NETWORK SERVICE to read '$($file.FullName)'" } }
            'Missing' { return @{ Why = "NETWORK SERVICE may not read '$($file.FullName)'"; File = $file } }
        }
        return $null
    }
    catch [System.Security.Cryptography.CryptographicException] {
        return @{ Why = "its private key cannot be opened: $($_.Exception.Message)" }
    }
    finally {
        if ($null -ne $key) { $key.Dispose() }
    }
}

# Keys of the older kind have a container instead of a CNG key.
function Get-Rdp904KeyName {
    param([System.Security.Cryptography.AsymmetricAlgorithm] $Key)

    $isOlder = $Key -is [System.Security.Cryptography.RSACryptoServiceProvider]
    if ($isOlder) { $name = $Key.CspKeyContainerInfo.UniqueKeyContainerName } else { $name = $Key.Key.UniqueName }
    # The name alone, so that nothing outside the two folders can be looked at.
    [System.IO.Path]::GetFileName($name)
}

function Find-Rdp904KeyFile {
    param([string] $Name)

    $programData = [System.Environment]::GetFolderPath('CommonApplicationData')
    $crypto = [System.IO.Path]::Combine($programData, 'Microsoft', 'Crypto')
    foreach ($folder in [System.IO.Path]::Combine($crypto, 'RSA', 'MachineKeys'), [System.IO.Path]::Combine($crypto, 'Keys')) {
        $file = [System.IO.FileInfo]::new([System.IO.Path]::Combine($folder, $Name))
        if ($Name -and $file.Exists) { return $file }
    }
}

# Allowed, Denied, or Missing where an entry would be enough.
function Get-Rdp904ReadAccess {
    param([System.IO.FileInfo] $File)

    $security = Read-Rdp904Access -Item $File
    if ($null -eq $security) { return 'Missing' }
    $read = [System.Security.AccessControl.FileSystemRights]::ReadData
    $access = 'Missing'
    foreach ($rule in $security.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])) {
        $concerns = $script:ReaderSids -contains $rule.IdentityReference.Value -and ($rule.FileSystemRights -band $read)
        if ($concerns -and $rule.AccessControlType -eq 'Deny') { return 'Denied' }
        if ($concerns) { $access = 'Allowed' }
    }
    return $access
}

# One entry more for this one key, and nothing else of its access control.
function Grant-Rdp904KeyRead {
    param([System.IO.FileInfo] $File)

    $security = Read-Rdp904Access -Item $File
    # First the record, then the change: without a record nothing is changed.
    Write-Rdp904Event "NETWORK SERVICE may read '$($File.FullName)' from now on. Before: $(Format-Rdp904Access $security)."
    if ($null -eq $security) {
        Set-Rdp904Owner -Item $File
        $security = Read-Rdp904Access -Item $File
    }
    $reader = [System.Security.Principal.SecurityIdentifier]::new($script:NetworkService)
    $security.AddAccessRule([System.Security.AccessControl.FileSystemAccessRule]::new($reader, 'Read', 'Allow'))
    [System.IO.FileSystemAclExtensions]::SetAccessControl($File, $security)
}

# WMI checks the certificate itself, and new connections use it: no restart, which would end the sessions that are open.
function Set-Rdp904ListenerCertificate {
    param([string] $TerminalName, [string] $Thumbprint)

    $setting = Get-Rdp904ListenerSetting -TerminalName $TerminalName
    $property = $setting.CimInstanceProperties['SSLCertificateSHA1Hash']
    # First the record, then the change: without a record nothing is changed.
    Write-Rdp904Event "The certificate of the listener '$TerminalName' changes. Before: '$($property.Value)'. After: '$Thumbprint'."
    $property.Value = $Thumbprint
    $session = [Microsoft.Management.Infrastructure.CimSession]::Create($null)
    try {
        $null = $session.ModifyInstance($script:ListenerNamespace, $setting)
    }
    finally {
        $session.Dispose()
    }
}

function Format-Rdp904Time {
    param([System.DateTime] $Time)

    $Time.ToUniversalTime().ToString('yyyy-MM-dd HH:mm', [System.Globalization.CultureInfo]::InvariantCulture) + ' UTC'
}
