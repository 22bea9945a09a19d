# The registry of the computer, as a 64-bit program sees it.

# Nothing where the key or the value is missing.
function Read-Rdp904RegistryValue {
    param([string] $Key, [string] $Name)

    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $opened = $machine.OpenSubKey($Key)
        if ($null -eq $opened) { return $null }
        try { return $opened.GetValue($Name) }
        finally { $opened.Dispose() }
    }
    finally {
        $machine.Dispose()
    }
}

function Set-Rdp904RegistryNumber {
    param([string] $Key, [string] $Name, [int] $Number)

    $before = Read-Rdp904RegistryValue -Key $Key -Name $Name
    # First the record, then the change: without a record nothing is changed.
    Write-Rdp904Event "The registry value '$Key\$Name' changes. Before: '$before'. After: '$Number'."
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
    try {
        $opened = $machine.CreateSubKey($Key)
        try { $opened.SetValue($Name, $Number, [Microsoft.Win32.RegistryValueKind]::DWord) }
        finally { $opened.Dispose() }
    }
    finally {
        $machine.Dispose()
    }
}
