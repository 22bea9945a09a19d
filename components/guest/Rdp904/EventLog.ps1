# Writes what changes, and what was there before, into the Application log.

$script:EventSource = 'rdp904'
$script:EventId = 904

function Write-Rdp904Event {
    param([string] $Message)

    if (-not [System.Diagnostics.EventLog]::SourceExists($script:EventSource)) {
        [System.Diagnostics.EventLog]::CreateEventSource($script:EventSource, 'Application')
    }
    [System.Diagnostics.EventLog]::WriteEntry($script:EventSource, $Message, 'Warning', $script:EventId)
}
