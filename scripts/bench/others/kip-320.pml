/*
 * One partition's replication after KIP-320, in Promela for Spin 6: our own writing of the Kip320 module of
 * github.com/hachikuji/kafka-specification, for measuring Spin beside other checkers.
 *
 * Grain: that of the module. Each way to take one of its actions is one option of one loop and one d_step, hence one transition;
 * what is stored is exactly the module's states. No message is in flight but the controller's requests, which stay for ever.
 * Left out: the branch of FencedBecomeFollowerAndTruncate for a leader of None, which the module asks to be a replica as well.
 *
 * Compact, without loss:
 *   - an epoch is kept as 1 + epoch, so that 0 is Nil; a record as 16 * id + (1 + epoch), so that 0 is no record;
 *   - leader and ISR share a byte: 1 + leader (0 is None) in three bits, and above them a bit for each member;
 *   - each epoch is given out once, so the set of requests is an array by epoch, and the quorum's epoch is the latest given out.
 *
 * WeakIsr and StrongIsr are judged once in each state, as the guard of an option that fails.
 *
 * By hand, here for 3 replicas, logs of 3, 3 records and leader epochs 0 to 2 (add -DBFS for breadth first; to pan, -w gives the
 * hash table's size as a power of 2, and -m the depth of the search):
 *   spin -a -DREPLICAS=3 -DLOG_SIZE=3 -DMAX_RECORDS=3 -DMAX_EPOCH=2 kip-320.pml
 *   gcc -O3 -DSAFETY -DNOREDUCE -DNOFAIR -DNOBOUNDCHECK -DMEMLIM=16000 -o pan pan.c && ./pan -w24 -m10000000
 */

#ifndef REPLICAS
#define REPLICAS 3      /* 2 to 5 */
#endif
#ifndef LOG_SIZE
#define LOG_SIZE 2      /* 1 to 4 */
#endif
#ifndef MAX_RECORDS
#define MAX_RECORDS 2   /* at most 15 */
#endif
#ifndef MAX_EPOCH
#define MAX_EPOCH 2     /* 0 to 4 */
#endif

byte log[REPLICAS * LOG_SIZE];  /* zeros from its size on */
byte size[REPLICAS];             /* the end offset */
byte hw[REPLICAS];
byte epoch[REPLICAS];
byte state[REPLICAS];           /* leader and ISR, as the replica knows them */
byte quorum = 8 * ((1 << REPLICAS) - 1);
byte request[MAX_EPOCH + 1];    /* leader and ISR, by epoch */
byte nextEpoch;                 /* equal to 1 + the quorum's epoch, as it would be kept */
byte nextRecord;

#define LEADER(s) ((s) & 7)
#define ISR(s) ((s) & 248)
#define BIT(r) (8 << (r))

#define Presumes(r) (LEADER(state[r]) == (r) + 1)
#define TrueLeader(r) (Presumes(r) && LEADER(quorum) == (r) + 1 && epoch[r] == nextEpoch)
#define Following(l, f) (Presumes(l) && LEADER(state[f]) == (l) + 1 && epoch[f] == epoch[l])
#define Acknowledges(l, f) (!(state[l] & BIT(f)) || (Following(l, f) && size[f] > hw[l]))

/* Both hold the same record at the offset, if it is below the first one's high watermark. */
#define AgreeAt(a, b, o) \
  (hw[a] <= (o) || (log[(a) * LOG_SIZE + (o)] != 0 && log[(a) * LOG_SIZE + (o)] == log[(b) * LOG_SIZE + (o)]))
#define WeakIsrOf(a, b) (!(state[a] & BIT(b)) || Agree(a, b))
#define StrongIsrOf(a, b) (!(quorum & BIT(b)) || Agree(a, b))
#define Kept(a) (!Presumes(a) || hw[a] == 0 || (All(WeakIsrOf, a) && All(StrongIsrOf, a)))

#if LOG_SIZE == 1
#define Agree(a, b) AgreeAt(a, b, 0)
#elif LOG_SIZE == 2
#define Agree(a, b) (AgreeAt(a, b, 0) && AgreeAt(a, b, 1))
#elif LOG_SIZE == 3
#define Agree(a, b) (AgreeAt(a, b, 0) && AgreeAt(a, b, 1) && AgreeAt(a, b, 2))
#else
#define Agree(a, b) (AgreeAt(a, b, 0) && AgreeAt(a, b, 1) && AgreeAt(a, b, 2) && AgreeAt(a, b, 3))
#endif

#if REPLICAS == 2
#define All(P, a) (P(a, 0) && P(a, 1))
#define Invariant (Kept(0) && Kept(1))
#define EachReplica(A) A(0) A(1)
#define EachPair(A) A(0, 1) A(1, 0)
#elif REPLICAS == 3
#define All(P, a) (P(a, 0) && P(a, 1) && P(a, 2))
#define Invariant (Kept(0) && Kept(1) && Kept(2))
#define EachReplica(A) A(0) A(1) A(2)
#define EachPair(A) A(0, 1) A(0, 2) A(1, 0) A(1, 2) A(2, 0) A(2, 1)
#elif REPLICAS == 4
#define All(P, a) (P(a, 0) && P(a, 1) && P(a, 2) && P(a, 3))
#define Invariant (Kept(0) && Kept(1) && Kept(2) && Kept(3))
#define EachReplica(A) A(0) A(1) A(2) A(3)
#define EachPair(A) A(0, 1) A(0, 2) A(0, 3) A(1, 0) A(1, 2) A(1, 3) A(2, 0) A(2, 1) A(2, 3) A(3, 0) A(3, 1) A(3, 2)
#else
#define All(P, a) (P(a, 0) && P(a, 1) && P(a, 2) && P(a, 3) && P(a, 4))
#define Invariant (Kept(0) && Kept(1) && Kept(2) && Kept(3) && Kept(4))
#define EachReplica(A) A(0) A(1) A(2) A(3) A(4)
#define EachPair(A) A(0, 1) A(0, 2) A(0, 3) A(0, 4) A(1, 0) A(1, 2) A(1, 3) A(1, 4) A(2, 0) A(2, 1) A(2, 3) A(2, 4) \
  A(3, 0) A(3, 1) A(3, 2) A(3, 4) A(4, 0) A(4, 1) A(4, 2) A(4, 3)
#endif

#if MAX_EPOCH == 0
#define EachEpoch(A) A(0)
#elif MAX_EPOCH == 1
#define EachEpoch(A) A(0) A(1)
#elif MAX_EPOCH == 2
#define EachEpoch(A) A(0) A(1) A(2)
#elif MAX_EPOCH == 3
#define EachEpoch(A) A(0) A(1) A(2) A(3)
#else
#define EachEpoch(A) A(0) A(1) A(2) A(3) A(4)
#endif

#define ControllerElectLeader(r) \
  :: d_step { \
       nextEpoch <= MAX_EPOCH && (quorum & BIT(r)) && LEADER(quorum) != (r) + 1 -> \
       quorum = ISR(quorum) | ((r) + 1); \
       request[nextEpoch] = quorum; \
       nextEpoch++ \
     }

/* The leader is gone, and out of the ISR unless it is the last one; anybody else is out of the ISR. */
#define ControllerShrinkIsr(r) \
  :: d_step { \
       nextEpoch <= MAX_EPOCH && (LEADER(quorum) == (r) + 1 || (quorum & BIT(r))) -> \
       if \
       :: LEADER(quorum) != (r) + 1 -> quorum = quorum & (255 - BIT(r)) \
       :: else -> quorum = (ISR(quorum) == BIT(r) -> BIT(r) : ISR(quorum) & (255 - BIT(r))) \
       fi; \
       request[nextEpoch] = quorum; \
       nextEpoch++ \
     }

#define BecomeLeader(e) \
  :: d_step { \
       LEADER(request[e]) != 0 && epoch[LEADER(request[e]) - 1] < (e) + 1 -> \
       epoch[LEADER(request[e]) - 1] = (e) + 1; \
       state[LEADER(request[e]) - 1] = request[e] \
     }

/* The leader's epoch names the request; the log is cut after the last record that is the leader's as well. */
#define FencedBecomeFollowerAndTruncate(l, f) \
  :: d_step { \
       Presumes(l) && epoch[f] < epoch[l] -> \
       do \
       :: size[f] > 0 && log[(f) * LOG_SIZE + size[f] - 1] != log[(l) * LOG_SIZE + size[f] - 1] -> \
          size[f]--; \
          log[(f) * LOG_SIZE + size[f]] = 0 \
       :: else -> break \
       od; \
       hw[f] = (hw[f] < size[f] -> hw[f] : size[f]); \
       epoch[f] = epoch[l]; \
       state[f] = request[epoch[l] - 1] \
     }

#define LeaderWrite(r) \
  :: d_step { \
       Presumes(r) && nextRecord < MAX_RECORDS && size[r] < LOG_SIZE -> \
       log[(r) * LOG_SIZE + size[r]] = 16 * nextRecord + epoch[r]; \
       size[r]++; \
       nextRecord++ \
     }

#define FencedFollowerFetch(l, f) \
  :: d_step { \
       Following(l, f) && size[f] < size[l] -> \
       log[(f) * LOG_SIZE + size[f]] = log[(l) * LOG_SIZE + size[f]]; \
       size[f]++; \
       hw[f] = (hw[l] < size[f] -> hw[l] : size[f]) \
     }

#define FencedLeaderIncHighWatermark(r) \
  :: d_step { \
       size[r] > hw[r] && All(Acknowledges, r) -> \
       hw[r]++ \
     }

#define FencedLeaderShrinkIsr(l, f) \
  :: d_step { \
       TrueLeader(l) && (state[l] & BIT(f)) && (!Following(l, f) || size[f] < size[l]) -> \
       state[l] = state[l] & (255 - BIT(f)); \
       quorum = state[l] \
     }

#define FencedLeaderExpandIsr(l, f) \
  :: d_step { \
       TrueLeader(l) && !(state[l] & BIT(f)) && Following(l, f) && size[f] >= hw[l] \
         && (hw[l] == size[l] || (log[(l) * LOG_SIZE + hw[l]] & 15) == epoch[l]) -> \
       state[l] = state[l] | BIT(f); \
       quorum = state[l] \
     }

active proctype kip320() {
end:
  do
  :: !Invariant -> assert(false)
  EachReplica(ControllerElectLeader)
  EachReplica(ControllerShrinkIsr)
  EachEpoch(BecomeLeader)
  EachPair(FencedLeaderExpandIsr)
  EachPair(FencedLeaderShrinkIsr)
  EachReplica(LeaderWrite)
  EachReplica(FencedLeaderIncHighWatermark)
  EachPair(FencedBecomeFollowerAndTruncate)
  EachPair(FencedFollowerFetch)
  od
}
