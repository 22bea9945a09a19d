# Keeps the access control of the folder for machine keys and of the key behind the self-signed RDP certificate.
# TermService runs as NETWORK SERVICE: where it cannot read this key, RDP accepts a connection and then closes it.
# Desired state: https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine

# Key containers that this module may touch, with the hash of their name, which the key file's name begins with.
$script:KeyFilePrefixes = @{ 'TSSecKeySet1' = 'f686aace6942fb7f7ceb231212eef4a4' }

# Protected, nothing inheritable. Administrators: full control. Everyone: read and write, to keep keys of their own.
$script:FolderAccess = 'D:P(A;;FA;;;S-1-5-32-544)(A;;0x12019f;;;S-1-1-0)'

# Protected. SYSTEM: full control. NETWORK SERVICE: read.
$script:KeyFileAccess = 'D:P(A;;FA;;;S-1-5-18)(A;;FR;;;S-1-5-20)'

# What is not as it should be, the folder first: until that is right the file may be invisible.
function Get-Rdp904Difference {
    param([string] $KeyContainer, [switch] $IncludeMissing)

    $folder = Get-Rdp904Folder
    $file = Get-Rdp904KeyFile -Folder $folder -KeyContainer $KeyContainer
    if (-not $folder.Exists) {
        if ($IncludeMissing) {
            @{ Code = 'FolderMissing'; Phrase = "The folder '$($folder.FullName)' does not exist. Windows makes it with the first key." }
        }
        return
    }
    Compare-Rdp904Access -Code 'FolderAccess' -Item $folder -Access $script:FolderAccess
    if ($file.Exists) {
        Compare-Rdp904Access -Code 'KeyFileAccess' -Item $file -Access $script:KeyFileAccess
    }
    elseif ($IncludeMissing) {
        @{ Code = 'KeyFileMissing'; Phrase = "The key file '$($file.FullName)' does not exist. That is allowed: Windows makes it when it is needed." }
    }
}

function Get-Rdp904Folder {
    $programData = [System.Environment]::GetFolderPath('CommonApplicationData')
    [System.IO.DirectoryInfo]::new([System.IO.Path]::Combine($programData, 'Microsoft', 'Crypto', 'RSA', 'MachineKeys'))
}

function Get-Rdp904KeyFile {
    param([System.IO.DirectoryInfo] $Folder, [string] $KeyContainer)

    if (-not $script:KeyFilePrefixes.ContainsKey($KeyContainer)) {
        throw "KeyContainer is '$KeyContainer'. Allowed: $($script:KeyFilePrefixes.Keys -join ', ')."
    }
    $guid = [string] (Read-Rdp904RegistryValue -Key 'SOFTWARE\Microsoft\Cryptography' -Name 'MachineGuid')
    # Checked, so that nothing but a file of this machine can be named.
    $parsed = [System.Guid]::Empty
    if (-not [System.Guid]::TryParse($guid, [ref] $parsed)) { throw "MachineGuid is '$guid', which is not a GUID." }
    $name = $script:KeyFilePrefixes[$KeyContainer] + '_' + $guid
    [System.IO.FileInfo]::new([System.IO.Path]::Combine($Folder.FullName, $name))
}

function Compare-Rdp904Access {
    param([string] $Code, [System.IO.FileSystemInfo] $Item, [string] $Access)

    $actual = Read-Rdp904Access -Item $Item
    if ($null -ne $actual) {
        $same = $actual.AreAccessRulesProtected -and
            (Format-Rdp904Entries $actual) -ceq (Format-Rdp904Entries (New-Rdp904Access -Item $Item -Access $Access))
        if ($same) { return }
    }
    $found = Format-Rdp904Access $actual
    @{
        Code   = $Code
        Phrase = "The access control of '$($Item.FullName)' is $found, it should be '$Access'."
        Item   = $Item
        Access = $Access
    }
}

# Nothing where the system itself is shut out.
function Read-Rdp904Access {
    param([System.IO.FileSystemInfo] $Item)

    try {
        [System.IO.FileSystemAclExtensions]::GetAccessControl($Item, 'Access')
    }
    catch [System.UnauthorizedAccessException] {
        $null
    }
}

function Format-Rdp904Access {
    param([System.Security.AccessControl.FileSystemSecurity] $Security)

    if ($null -eq $Security) { return 'unreadable' }
    "'" + $Security.GetSecurityDescriptorSddlForm('Access') + "'"
}

function New-Rdp904Access {
    param([System.IO.FileSystemInfo] $Item, [string] $Access)

    $security = [System.Security.AccessControl.FileSecurity]::new()
    if ($Item -is [System.IO.DirectoryInfo]) { $security = [System.Security.AccessControl.DirectorySecurity]::new() }
    $security.SetSecurityDescriptorSddlForm($Access, 'Access')
    $security
}

# One line for each entry, in an order of its own: two lists that mean the same compare as equal.
function Format-Rdp904Entries {
    param([System.Security.AccessControl.FileSystemSecurity] $Security)

    $rules = $Security.GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
    [string[]] $lines = @(
        foreach ($rule in $rules) {
            '{0} {1} 0x{2:x} {3} {4}' -f $rule.IdentityReference.Value, $rule.AccessControlType,
                [int] $rule.FileSystemRights, [int] $rule.InheritanceFlags, [int] $rule.PropagationFlags
        }
    )
    [System.Array]::Sort($lines, [System.StringComparer]::Ordinal)
    $lines -join "`n"
}

function Repair-Rdp904Access {
    param([System.IO.FileSystemInfo] $Item, [string] $Access)

    $before = Format-Rdp904Access (Read-Rdp904Access -Item $Item)
    # First the record, then the change: without a record nothing is changed.
    Write-Rdp904Event "Access control of '$($Item.FullName)' changes. Before: $before. After: '$Access'."
    if ($Item -is [System.IO.DirectoryInfo]) { Protect-Rdp904Keys -Folder $Item }
    $security = New-Rdp904Access -Item $Item -Access $Access
    try {
        [System.IO.FileSystemAclExtensions]::SetAccessControl($Item, $security)
    }
    catch [System.UnauthorizedAccessException] {
        Set-Rdp904Owner -Item $Item
        [System.IO.FileSystemAclExtensions]::SetAccessControl($Item, $security)
    }
}

# A change to the folder would take from the keys in it what they inherit, so that becomes their own first.
function Protect-Rdp904Keys {
    param([System.IO.DirectoryInfo] $Folder)

    try {
        $files = $Folder.GetFiles()
    }
    catch [System.UnauthorizedAccessException] {
        Write-Rdp904Event "The keys in '$($Folder.FullName)' cannot be listed; what they inherit is not kept."
        return
    }
    foreach ($file in $files) {
        $security = Read-Rdp904Access -Item $file
        if ($null -eq $security -or $security.AreAccessRulesProtected) { continue }
        $before = Format-Rdp904Access $security
        $security.SetAccessRuleProtection($true, $true)
        Write-Rdp904Event "Access control of '$($file.FullName)' keeps its entries, no longer inherited. Before: $before."
        [System.IO.FileSystemAclExtensions]::SetAccessControl($file, $security)
    }
}

# Makes Administrators, to whom SYSTEM belongs, the owner of this one item; .NET cannot enable the privilege for it.
function Set-Rdp904Owner {
    param([System.IO.FileSystemInfo] $Item)

    $start = [System.Diagnostics.ProcessStartInfo]::new([System.IO.Path]::Combine([System.Environment]::SystemDirectory, 'takeown.exe'))
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    foreach ($argument in '/F', $Item.FullName, '/A') { $start.ArgumentList.Add($argument) }
    $process = [System.Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "takeown of '$($Item.FullName)' ended with exit code $($process.ExitCode)." }
}
