# The classes of .NET that the CIM cmdlets use; the cmdlets themselves are hidden.

# The first instance that a query finds; nothing where there is none.
function Find-Rdp904Instance {
    param([string] $Namespace, [string] $Query)

    $session = [Microsoft.Management.Infrastructure.CimSession]::Create($null)
    try {
        foreach ($instance in $session.QueryInstances($Namespace, 'WQL', $Query)) { return $instance }
    }
    finally {
        $session.Dispose()
    }
}

# Calls a method that answers 0 where it succeeds.
function Invoke-Rdp904Method {
    param([string] $Namespace, [Microsoft.Management.Infrastructure.CimInstance] $Instance, [string] $Method, [hashtable] $Arguments, [string] $Before)

    # First the record, then the change: without a record nothing is changed.
    Write-Rdp904Event "$Method is called. Before: $Before."
    $parameters = [Microsoft.Management.Infrastructure.CimMethodParametersCollection]::new()
    foreach ($name in $Arguments.Keys) {
        $none = [Microsoft.Management.Infrastructure.CimFlags]::None
        $parameters.Add([Microsoft.Management.Infrastructure.CimMethodParameter]::Create($name, $Arguments[$name], $none))
    }
    $session = [Microsoft.Management.Infrastructure.CimSession]::Create($null)
    try {
        $answer = $session.InvokeMethod($Namespace, $Instance, $Method, $parameters).ReturnValue.Value
    }
    finally {
        $session.Dispose()
    }
    if ($answer -ne 0) { throw "$Method answered $answer." }
}
