/** What `quorate` can do. */
export const mainHelp = `quorate: checks the rules that keep a Kafka cluster honest

  quorate check [SCENARIO…]   run scenarios: at random, or every state; default: the default scenario
  quorate replay TRACE…       take the steps of a trace again, and tell whether it still breaks its promise
  quorate quorum N…           how many of N servers make a quorum, and how many may fail
  quorate rules [ID]          the rules that are modelled, each with its source
  quorate bugs [ID…]          published bugs: found again with the rule as it was, gone with that of today;
                              --matrix: which version has which
  quorate knockout [SCENARIO] which rule protects which promise, found out by doing without each in turn
  quorate profiles [NAME…]    versions, as the rules that each shipped with
  quorate list                the models, scenarios and promises that there are
  quorate demo                a check that passes, then a famous bug
  quorate help [COMMAND]      this text, or that of a command

Every command takes --help, and every one but demo and help --json (one JSON document on stdout).
Exit codes: 0 fine, 1 violated, 2 undecided, 3 a goal was not reached,
64 usage, 65 a bad scenario or trace, 70 a bug of ours, 130 interrupted.`

export const checkHelp = `quorate check [SCENARIO…]

A scenario is a YAML file, or the name of one that comes with the package (see quorate list).

  --engine random|exhaustive   random runs (the default), or every reachable state
  --set path.to.key=value      change the configuration; repeatable
  --property NAME              judge this promise only; repeatable; none explores without judging
  --runs N                     random: how many runs
  --seed N                     random: the same seed gives the same result
  --strategy swarm|uniform|priorities|actionPriorities
                               random: bursts of faults (the default); every step as likely; or some steps, or all steps
                               of some actions, wait long while others are taken
  --depth N                    states on a path, the initial one included
  --budget 60s                 stop after this time
  --max-memory 2g              stop when the process uses this much memory; an exhaustive search first gives up the
                               rows of states, and tells the odds that it then took two states for one
  --deadlock                   judge states in which nothing can happen, too

Of exhaustive searches:
  --max-states N               distinct states to remember at most
  --workers N                  threads that search together; the result is the same
  --symmetry on|off            keep one of the states that differ only in who is who; refused where that is unsound
  --all                        go on after a violation, for a shortest trace of every promise that can be broken
  --checkpoint FILE            save the search now and then; where FILE is there already, go on from it
  --checkpoint-every 60s       how often
  --verify                     compare every step with the model's own code, for those who write models

Of random runs:
  --known FILE                 tell what share of the states of a saved search they came across

  --trace-dir DIR              write what breaks a promise to a file in DIR
  --json                       one JSON document on stdout; everything else goes to stderr`

export const replayHelp = `quorate replay TRACE…

Takes the steps of each trace file again and tells what becomes of its promise:
violated (exit 1), fixed (0), or undecided (2) where a step cannot happen any more.

  --set path.to.key=value      replay under a changed configuration; repeatable
  --json                       one JSON document on stdout`

export const quorumHelp = `quorate quorum N…

How many of N servers make a majority, how many may fail, and why an even number gains nothing.

  --json                       one JSON document on stdout`

export const rulesHelp = `quorate rules [ID]

All rules of the catalogue, or one of them with its source; the start of an id gives all that begin so.

  --json                       one JSON document on stdout`

export const bugsHelp = `quorate bugs [ID…] [--matrix]

The corpus of published bugs with the figures of its last run; or some of them, examined now: every state with the rule
as it was until the bug is found by a shortest trace, the same scenario with the rule of today half as deep again, and
random runs with ten seeds. Gives 0 where all are found, and gone with the rule of today.

  --matrix                     every bug, or those that are named, under the rules of every version of its system
                               (quorate profiles):
                               ● found · holds as far as the bug is long and two steps more ~ not searched that far
                               ? not searched, and blank where the scenario cannot be built; ! where that is not what
                               the entry says of the version, * where it is not and the entry says why. Gives 1 where a
                               difference is not explained, 2 where something was not searched far enough
  --max-states N               of a matrix: distinct states of a search at most; 2,000,000 by default
  --budget 60s                 of a matrix: stop after this time
  --json                       one JSON document on stdout`

export const knockoutHelp = `quorate knockout [SCENARIO]

Turns every rule of a scenario to each of its other values, one at a time, and runs the scenario (at random, or every
state where it says so) against all its promises. Prints the matrix of rules and promises: how few steps break a promise
without the rule. What is broken by none of these runs is looked for in smaller scenarios: the traces that the package
keeps of wrong models and published bugs are taken again, and their scenarios run; the matrix names them. What nothing
notices is told with the reason that the rule's entry gives (\`unnoticed\`), or as a gap. Gives 1 where the scenario
breaks a promise as it is.

  --set path.to.key=value      change the configuration; repeatable
  --runs N                     random: how many runs for each loss
  --seed N                     random: the same seed gives the same runs
  --budget 5m                  the time for all of it, shared by the losses; this is the default
  --json                       one JSON document on stdout`

export const profilesHelp = `quorate profiles [NAME…]

The versions whose rules a scenario can take, each rule with what it was version by version; or some of them, with what
ended each. A scenario takes one by its name, and so does any command that takes --set:

  quorate check --set kafka.profile=kafka-2.0
  quorate check ensemble --set zookeeper.profile=zookeeper-3.8.0

Rules that are given in the scenario, or set, stay as they are.

  --json                       one JSON document on stdout`

export const listHelp = `quorate list

The models with their promises, and the scenarios that come with the package.

  --json                       one JSON document on stdout`

export const demoHelp = `quorate demo

Checks the default scenario at random, then switches one rule to what it was before a famous bug was mended, and shows
how it breaks.`

/** The help of each command. */
export const helpOf: Readonly<Record<string, string>> = {
  check: checkHelp,
  replay: replayHelp,
  quorum: quorumHelp,
  rules: rulesHelp,
  bugs: bugsHelp,
  knockout: knockoutHelp,
  profiles: profilesHelp,
  list: listHelp,
  demo: demoHelp,
}
