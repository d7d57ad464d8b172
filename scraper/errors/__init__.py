"""What can go wrong that is not a bug; each kind has an exit code of its own.

    ArchiveError                   1
    ├── UnknownPublisher           3   no file in spiders/ has this name
    ├── NoArchive                  4   there is no archive at this path yet
    ├── ForeignArchive             5   the file is something else
    │   └── DamagedArchive         5   it is ours, and damaged
    ├── NewerArchive               6   a newer neo-archive made it
    ├── Unwritable                 7   no permission, or no such folder
    ├── DiskFull                   8
    ├── ArchiveBusy                9   another crawl or rebuild is writing
    ├── NoNetwork                 10   nothing of the publisher could be reached
    ├── CrawlFailed               11   a bug, or an alarm: the log has it
    ├── PortBusy                  12
    ├── BadInput                  13   a manifest or page that cannot be read
    │   └── NotInstalled          13   what was asked for needs an extra that is not installed
    ├── UnhealthyCrawl            14   a health check failed; it stands in crawl/health
    ├── OlderArchive              15   an older neo-archive made it, and nothing may be written
    ├── NoSnapshot                16   strangers are served a snapshot, and this is an archive in use
    ├── PublisherOut              19   the publisher's site was out: nothing that it answered is believed
    ├── ClockSetBack              20   the clock is behind what was crawled last
    ├── WrongDerived              21   something derived is wrong: check --repair makes it again
    ├── DamagedFacts              22   something fetched is damaged: a backup has it
    ├── DamagedBackup             23   a backup cannot be trusted
    ├── NotProven                 24   a proof does not hold
    ├── NoWacz                    25   the program that makes WACZ files is not installed
    ├── WaczFailed                26   it made none, or none that is valid
    ├── TornFile                  27   a file to be imported is broken in places; the rest was taken
    ├── NewerExport               28   a newer neo-archive exported the file
    ├── WebArchiveOut             29   a web archive asks to wait, or is out
    ├── NoRedis                   30   no Redis answers at this address
    ├── RedisRefuses              31   wrong password, rights or certificate
    ├── AlreadySeeded             32   a crawl of this publisher is ordered or under way
    ├── AnotherWriter             33   another writer carries out the crawl
    ├── NoCluster                 34   no Dask scheduler answers, or it has no workers
    └── UnlikeWorkers             35   a worker has other software, and could read a page otherwise

Click's own usage errors exit with 2. Each message says what happened, the nearest right thing,
and the next step. Anything else is a bug and keeps its traceback.
"""

from scraper.errors.asking import BadInput, NoSnapshot, NotInstalled, NotProven, PortBusy
from scraper.errors.bulk import NoCluster, UnlikeWorkers
from scraper.errors.clustering import AlreadySeeded, AnotherWriter, NoRedis, RedisRefuses
from scraper.errors.crawling import ClockSetBack, CrawlFailed, NoNetwork, PublisherOut, UnknownPublisher
from scraper.errors.exchanging import NewerExport, TornFile
from scraper.errors.file import (
    ArchiveBusy,
    DamagedArchive,
    DamagedBackup,
    DamagedFacts,
    DiskFull,
    ForeignArchive,
    NewerArchive,
    NoArchive,
    OlderArchive,
    Unwritable,
    WrongDerived,
)
from scraper.errors.root import ArchiveError
from scraper.errors.wacz import NoWacz, WaczFailed
from scraper.errors.wayback import WebArchiveOut

__all__ = [
    "AlreadySeeded",
    "AnotherWriter",
    "ArchiveBusy",
    "ArchiveError",
    "BadInput",
    "ClockSetBack",
    "CrawlFailed",
    "DamagedArchive",
    "DamagedBackup",
    "DamagedFacts",
    "DiskFull",
    "ForeignArchive",
    "NewerArchive",
    "NewerExport",
    "NoArchive",
    "NoCluster",
    "NoNetwork",
    "NoRedis",
    "NoSnapshot",
    "NoWacz",
    "NotInstalled",
    "NotProven",
    "OlderArchive",
    "PortBusy",
    "PublisherOut",
    "RedisRefuses",
    "TornFile",
    "UnknownPublisher",
    "UnlikeWorkers",
    "Unwritable",
    "WaczFailed",
    "WebArchiveOut",
    "WrongDerived",
]
