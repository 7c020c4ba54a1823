import { choice } from "../../choice.ts"

/**
 * What the finer grains write to disk and find there again, and what a leader makes of what is under way: the first value
 * of each is what ZooKeeper 3.9.4 does, or, where that has the bug, what it should do.
 */
export const diskChoices = {
  zxidRollover: choice(
    ["stepsDown", "goesOn"],
    "What a leader does that has used up the counter of its epoch: it steps down; or it goes on in the number of the next epoch, whose first transaction is taken for the mark of a beginning and never acknowledged (ZOOKEEPER-1277). Not in the grain `atomic`.",
  ),
  lastZxid: choice(
    ["database", "log"],
    "By what a server says how far it has come when it votes, and of which epoch it was where it has no file that says so: by its database; or by its log, so that one which has a snapshot and no log behind it goes by nothing (ZOOKEEPER-582).",
  ),
  missingSnapshot: choice(
    ["refused", "startsEmpty"],
    "Whether a server whose snapshots are gone starts from its log alone, as if nothing had been before it (ZOOKEEPER-2325).",
  ),
  epochFiles: choice(
    ["fileFirst", "memoryFirst"],
    "Whether a server has an epoch that it accepts on disk before it goes by it, or the other way round, so that it still goes by one that it could not write (ZOOKEEPER-2307).",
  ),
  bootEpoch: choice(
    ["fromLog", "fromSnapshot", "refused"],
    "What a server does at its start whose last transaction is of a later epoch than it says it was of: it was of that one, since a history is written from its beginning; so where it has come so far by a snapshot, and refuses to start otherwise (3.4.6); or it refuses (ZOOKEEPER-1653). `refused` is what the code does.",
  ),
  snapshotAfterTruncation: choice(
    ["passedOver", "loaded"],
    "What a server that has cut off its log makes of a snapshot that is newer than the cut: it reads an older one; or that, with all that was to be cut off. `loaded` is what the code does (ZOOKEEPER-4837).",
  ),
  multiProgress: choice(
    ["whole", "firstChange"],
    "When a server has come as far as a transaction of several changes: after the last of them; or after the first, so that a snapshot between them is said to have them all (ZOOKEEPER-3127).",
  ),
  replay: choice(
    ["idempotent", "withoutPzxid", "parentRequired", "counted"],
    "What replaying a transaction over a snapshot that has it already, or has later ones, comes to: the same again; but the zxid of the last change of children stays behind where the child is gone (ZOOKEEPER-3125); and a server does not start where its parent is gone (ZOOKEEPER-1573); or changes of children are counted as they are applied, and not where nothing is left to do (ZOOKEEPER-1046).",
  ),
  multiRollback: choice(
    ["restoresParents", "forgetsParents"],
    "Whether a leader that gives up a multi goes back to what the proposals under way make of the parents in it, or to what is applied (ZOOKEEPER-1624).",
  ),
}
