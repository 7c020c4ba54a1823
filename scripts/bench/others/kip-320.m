-- One partition's replication after KIP-320, in Murphi for rumur: our own writing of the Kip320 module of
-- github.com/hachikuji/kafka-specification, for measuring rumur beside other checkers.
--
-- Grain: that of the module. Each way to take one of its actions is one rule of a ruleset; states are exactly the module's.
-- No message is in flight but the controller's requests, which stay for ever. Left out: the branch of
-- FencedBecomeFollowerAndTruncate for a leader of None, which the module asks to be a replica as well.
--
-- A leader of None is undefined, as a replica's is while its epoch is Nil, and so are the requests not yet sent. Each epoch is
-- given out once, so the set of requests is an array by epoch, and the quorum's epoch is the latest given out. Guards call no
-- functions, since rumur takes a third longer with them.
--
-- Replicas are a scalarset: with --symmetry-reduction off it is a range like any other, and the states are counted as by the
-- module; with heuristic or exhaustive, states that differ by the names of replicas only are counted less often, or once.
--
-- By hand, having set the four constants with an editor:
--   rumur --threads 1 --symmetry-reduction off --deadlock-detection off --output kip-320.c kip-320.m
--   gcc -O3 -march=native -std=c11 -mcx16 -o kip-320 kip-320.c -lpthread && ./kip-320

const
  REPLICAS: 3;
  LOG_SIZE: 2;
  MAX_RECORDS: 2;
  MAX_EPOCH: 2;

type
  Replica: scalarset(REPLICAS);
  Offset: 0 .. LOG_SIZE - 1;
  Size: 0 .. LOG_SIZE;
  Epoch: -1 .. MAX_EPOCH;                          -- -1 is Nil
  Entry: 0 .. MAX_RECORDS * (MAX_EPOCH + 1);       -- 1 + id * (MAX_EPOCH + 1) + epoch; 0 where there is no record
  Members: array[Replica] of boolean;

var
  log: array[Replica] of array[Offset] of Entry;   -- zeros from the size on
  size: array[Replica] of Size;                    -- the end offset
  hw: array[Replica] of Size;
  epoch: array[Replica] of Epoch;
  leader: array[Replica] of Replica;               -- leader and ISR, as the replica knows them
  isr: array[Replica] of Members;
  quorumLeader: Replica;
  quorumIsr: Members;
  request: array[0 .. MAX_EPOCH] of record leader: Replica; isr: Members end;
  nextEpoch: 0 .. MAX_EPOCH + 1;
  nextRecord: 0 .. MAX_RECORDS;

-- Adds the quorum's leader and ISR to the requests, under the next epoch.
procedure send();
begin
  if isundefined(quorumLeader) then
    undefine request[nextEpoch].leader;
  else
    request[nextEpoch].leader := quorumLeader;
  end;
  request[nextEpoch].isr := quorumIsr;
  nextEpoch := nextEpoch + 1;
end;

startstate
begin
  for r: Replica do
    for o: Offset do
      log[r][o] := 0;
    end;
    size[r] := 0;
    hw[r] := 0;
    epoch[r] := -1;
    undefine leader[r];
    for m: Replica do
      isr[r][m] := false;
    end;
    quorumIsr[r] := true;
  end;
  undefine quorumLeader;
  undefine request;
  nextEpoch := 0;
  nextRecord := 0;
end;

ruleset r: Replica do

  rule "ControllerElectLeader"
    nextEpoch <= MAX_EPOCH & quorumIsr[r] & (isundefined(quorumLeader) | quorumLeader != r)
  ==>
  begin
    quorumLeader := r;
    send();
  end;

  -- The leader is gone, and out of the ISR unless it is the last one; anybody else is out of the ISR.
  rule "ControllerShrinkIsr"
    nextEpoch <= MAX_EPOCH & (quorumIsr[r] | (!isundefined(quorumLeader) & quorumLeader = r))
  ==>
  begin
    if isundefined(quorumLeader) | quorumLeader != r then
      quorumIsr[r] := false;
    else
      undefine quorumLeader;
      if exists m: Replica do m != r & quorumIsr[m] end then
        quorumIsr[r] := false;
      end;
    end;
    send();
  end;

  rule "LeaderWrite"
    nextRecord < MAX_RECORDS & size[r] < LOG_SIZE & !isundefined(leader[r]) & leader[r] = r
  ==>
  begin
    log[r][size[r]] := 1 + nextRecord * (MAX_EPOCH + 1) + epoch[r];
    size[r] := size[r] + 1;
    nextRecord := nextRecord + 1;
  end;

  rule "FencedLeaderIncHighWatermark"
    size[r] > hw[r] & !isundefined(leader[r]) & leader[r] = r & forall f: Replica do
      isr[r][f] -> size[f] > hw[r] & epoch[f] = epoch[r] & leader[f] = r
    end
  ==>
  begin
    hw[r] := hw[r] + 1;
  end;

end;

ruleset e: 0 .. MAX_EPOCH do

  rule "BecomeLeader"
    e < nextEpoch & !isundefined(request[e].leader) & epoch[request[e].leader] < e
  ==>
    var r: Replica;
  begin
    r := request[e].leader;
    epoch[r] := e;
    leader[r] := r;
    isr[r] := request[e].isr;
  end;

end;

ruleset l: Replica; f: Replica do

  rule "FencedLeaderShrinkIsr"
    l != f & isr[l][f] & epoch[l] = nextEpoch - 1 & !isundefined(quorumLeader) & quorumLeader = l & leader[l] = l
      & (size[f] < size[l] | epoch[f] != epoch[l] | leader[f] != l)
  ==>
  begin
    isr[l][f] := false;
    quorumIsr := isr[l];
  end;

  rule "FencedLeaderExpandIsr"
    l != f & !isr[l][f] & epoch[l] = nextEpoch - 1 & !isundefined(quorumLeader) & quorumLeader = l & leader[l] = l
      & epoch[f] = epoch[l] & leader[f] = l & size[f] >= hw[l]
      & (hw[l] = size[l] | (log[l][hw[l]] - 1) % (MAX_EPOCH + 1) = epoch[l])
  ==>
  begin
    isr[l][f] := true;
    quorumIsr := isr[l];
  end;

  -- The leader's epoch names the request; the log is cut after the last record that is the leader's as well.
  rule "FencedBecomeFollowerAndTruncate"
    epoch[f] < epoch[l] & leader[l] = l
  ==>
  begin
    while size[f] > 0 & log[f][size[f] - 1] != log[l][size[f] - 1] do
      size[f] := size[f] - 1;
      log[f][size[f]] := 0;
    end;
    if hw[f] > size[f] then
      hw[f] := size[f];
    end;
    epoch[f] := epoch[l];
    leader[f] := l;
    isr[f] := request[epoch[l]].isr;
  end;

  rule "FencedFollowerFetch"
    size[f] < size[l] & epoch[f] = epoch[l] & leader[l] = l & leader[f] = l
  ==>
  begin
    log[f][size[f]] := log[l][size[f]];
    size[f] := size[f] + 1;
    hw[f] := hw[l] < size[f] ? hw[l] : size[f];
  end;

end;

invariant "WeakIsr"
  forall a: Replica do
    hw[a] > 0 & leader[a] = a -> forall b: Replica do
      isr[a][b] -> forall o: Offset do o < hw[a] -> log[a][o] != 0 & log[a][o] = log[b][o] end
    end
  end;

invariant "StrongIsr"
  forall a: Replica do
    hw[a] > 0 & leader[a] = a -> forall b: Replica do
      quorumIsr[b] -> forall o: Offset do o < hw[a] -> log[a][o] != 0 & log[a][o] = log[b][o] end
    end
  end;
