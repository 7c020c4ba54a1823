/*
 * Two-phase commit, in Promela for Spin 6: our own writing of Lamport's TwoPhase module (github.com/tlaplus/Examples), for
 * measuring Spin beside other checkers.
 *
 * Grain: that of the module. Each way to take one of its actions is one option of one loop and one d_step, hence one transition;
 * what is stored is exactly the module's states. Messages are never removed: sets of them are masks of bits, a bit a manager.
 *
 * TCConsistent is judged once in each state, as the guard of an option that fails.
 *
 * By hand, here for 8 resource managers (add -DBFS for breadth first; to pan, -w gives the hash table's size as a power of 2, and
 * -m the depth of the search):
 *   spin -a -DMANAGERS=8 two-phase.pml
 *   gcc -O3 -DSAFETY -DNOREDUCE -DNOFAIR -DNOBOUNDCHECK -DMEMLIM=16000 -o pan pan.c && ./pan -w24 -m10000000
 */

#ifndef MANAGERS
#define MANAGERS 8      /* 3 to 8 */
#endif

#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3

#define BIT(m) (1 << (m))

byte manager[MANAGERS];
byte coordinator;       /* WORKING is its init */
byte heard;             /* tmPrepared */
byte prepared;          /* the messages Prepared */
bool commit, abort;     /* the messages Commit and Abort */

#if MANAGERS == 3
#define Each(A) A(0) A(1) A(2)
#elif MANAGERS == 4
#define Each(A) A(0) A(1) A(2) A(3)
#elif MANAGERS == 5
#define Each(A) A(0) A(1) A(2) A(3) A(4)
#elif MANAGERS == 6
#define Each(A) A(0) A(1) A(2) A(3) A(4) A(5)
#elif MANAGERS == 7
#define Each(A) A(0) A(1) A(2) A(3) A(4) A(5) A(6)
#else
#define Each(A) A(0) A(1) A(2) A(3) A(4) A(5) A(6) A(7)
#endif

#define OrCommitted(m) || manager[m] == COMMITTED
#define OrAborted(m) || manager[m] == ABORTED
#define Consistent (!(false Each(OrCommitted)) || !(false Each(OrAborted)))

#define TMRcvPrepared(m) \
  :: d_step { coordinator == WORKING && (prepared & BIT(m)) -> heard = heard | BIT(m) }

#define RMPrepare(m) \
  :: d_step { manager[m] == WORKING -> manager[m] = PREPARED; prepared = prepared | BIT(m) }

#define RMChooseToAbort(m) \
  :: d_step { manager[m] == WORKING -> manager[m] = ABORTED }

#define RMRcvCommitMsg(m) \
  :: d_step { commit -> manager[m] = COMMITTED }

#define RMRcvAbortMsg(m) \
  :: d_step { abort -> manager[m] = ABORTED }

active proctype twoPhase() {
end:
  do
  :: !Consistent -> assert(false)
  :: d_step { coordinator == WORKING && heard == BIT(MANAGERS) - 1 -> coordinator = COMMITTED; commit = true }
  :: d_step { coordinator == WORKING -> coordinator = ABORTED; abort = true }
  Each(TMRcvPrepared)
  Each(RMPrepare)
  Each(RMChooseToAbort)
  Each(RMRcvCommitMsg)
  Each(RMRcvAbortMsg)
  od
}
