# Keeps the services startable without which Remote Desktop does not listen, or has no certificate or key.
# https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine

$script:ServiceNamespace = 'root\cimv2'

# How Windows starts each of them. Only these may be touched.
$script:ServiceStarts = @{
    'TermService'  = 'Manual'
    'UmRdpService' = 'Manual'
    'SessionEnv'   = 'Manual'
    'CertPropSvc'  = 'Manual'
    'KeyIso'       = 'Manual'
    'CryptSvc'     = 'Automatic'
}

function Get-Rdp904ServiceDifference {
    param([string] $ServiceName)

    $service = Find-Rdp904Service -ServiceName $ServiceName
    if ($null -eq $service) {
        @{ Code = 'ServiceMissing'; Phrase = "The service $ServiceName does not exist." }
        return
    }
    if ($service.CimInstanceProperties['StartMode'].Value -eq 'Disabled') {
        @{
            Code      = 'ServiceDisabled'
            Phrase    = "The service $ServiceName is disabled, it should be $($script:ServiceStarts[$ServiceName])."
            Method    = 'ChangeStartMode'
            Arguments = @{ StartMode = $script:ServiceStarts[$ServiceName] }
        }
    }
    # The others start when somebody needs them.
    if ($ServiceName -eq 'TermService' -and $service.CimInstanceProperties['State'].Value -eq 'Stopped') {
        @{ Code = 'ServiceStopped'; Phrase = "The service $ServiceName does not run."; Method = 'StartService'; Arguments = @{} }
    }
}

function Find-Rdp904Service {
    param([string] $ServiceName)

    # Checked, so that nothing else can get into the query.
    if (-not $script:ServiceStarts.ContainsKey($ServiceName)) {
        throw "ServiceName is '$ServiceName'. Allowed: $($script:ServiceStarts.Keys -join ', ')."
    }
    Find-Rdp904Instance -Namespace $script:ServiceNamespace -Query "SELECT * FROM Win32_Service WHERE Name = '$ServiceName'"
}

function Set-Rdp904Service {
    param([string] $ServiceName, [string] $Method, [hashtable] $Arguments)

    $service = Find-Rdp904Service -ServiceName $ServiceName
    $values = $service.CimInstanceProperties
    $before = "$ServiceName is $($values['State'].Value), its start $($values['StartMode'].Value)"
    Invoke-Rdp904Method -Namespace $script:ServiceNamespace -Instance $service -Method $Method -Arguments $Arguments -Before $before
}

# Only for a new port, and only where nobody is connected. The redirector depends on the listener's service.
function Restart-Rdp904TermService {
    $redirects = (Find-Rdp904Service -ServiceName 'UmRdpService').CimInstanceProperties['State'].Value -eq 'Running'
    if ($redirects) { Set-Rdp904ServiceState -ServiceName 'UmRdpService' -Method 'StopService' -State 'Stopped' }
    Set-Rdp904ServiceState -ServiceName 'TermService' -Method 'StopService' -State 'Stopped'
    Set-Rdp904ServiceState -ServiceName 'TermService' -Method 'StartService' -State 'Running'
    if ($redirects) { Set-Rdp904ServiceState -ServiceName 'UmRdpService' -Method 'StartService' -State 'Running' }
}

function Set-Rdp904ServiceState {
    param([string] $ServiceName, [string] $Method, [string] $State)

    $giveUp = [System.DateTime]::UtcNow.AddSeconds(60)
    if ((Find-Rdp904Service -ServiceName $ServiceName).CimInstanceProperties['State'].Value -eq $State) { return }
    Set-Rdp904Service -ServiceName $ServiceName -Method $Method -Arguments @{}
    while ((Find-Rdp904Service -ServiceName $ServiceName).CimInstanceProperties['State'].Value -ne $State) {
        if ([System.DateTime]::UtcNow -gt $giveUp) { throw "The service $ServiceName is not $State after 60 seconds." }
        [System.Threading.Thread]::Sleep(500)
    }
}
