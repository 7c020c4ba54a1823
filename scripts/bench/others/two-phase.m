-- Two-phase commit, in Murphi for rumur: our own writing of Lamport's TwoPhase module (github.com/tlaplus/Examples), for
-- measuring rumur beside other checkers.
--
-- Grain: that of the module. Each way to take one of its actions is one rule of a ruleset; states are exactly the module's.
-- Messages are never removed: sets of them are arrays of booleans.
--
-- Managers are a scalarset: with --symmetry-reduction off it is a range like any other, and the states are counted as by the
-- module; with heuristic or exhaustive, states that differ by the names of managers only are counted less often, or once.
--
-- By hand, having set the constant with an editor:
--   rumur --threads 1 --symmetry-reduction off --deadlock-detection off --output two-phase.c two-phase.m
--   gcc -O3 -march=native -std=c11 -mcx16 -o two-phase two-phase.c -lpthread && ./two-phase

const
  MANAGERS: 8;

type
  Manager: scalarset(MANAGERS);
  Managers: array[Manager] of boolean;

var
  manager: array[Manager] of enum { working, prepared, committed, aborted };
  coordinator: enum { open, commits, aborts };
  heard: Managers;          -- tmPrepared
  sentPrepared: Managers;   -- the messages Prepared
  sentCommit: boolean;
  sentAbort: boolean;

startstate
begin
  for m: Manager do
    manager[m] := working;
    heard[m] := false;
    sentPrepared[m] := false;
  end;
  coordinator := open;
  sentCommit := false;
  sentAbort := false;
end;

rule "TMCommit"
  coordinator = open & forall m: Manager do heard[m] end
==>
begin
  coordinator := commits;
  sentCommit := true;
end;

rule "TMAbort"
  coordinator = open
==>
begin
  coordinator := aborts;
  sentAbort := true;
end;

ruleset m: Manager do

  rule "TMRcvPrepared"
    coordinator = open & sentPrepared[m]
  ==>
  begin
    heard[m] := true;
  end;

  rule "RMPrepare"
    manager[m] = working
  ==>
  begin
    manager[m] := prepared;
    sentPrepared[m] := true;
  end;

  rule "RMChooseToAbort"
    manager[m] = working
  ==>
  begin
    manager[m] := aborted;
  end;

  rule "RMRcvCommitMsg"
    sentCommit
  ==>
  begin
    manager[m] := committed;
  end;

  rule "RMRcvAbortMsg"
    sentAbort
  ==>
  begin
    manager[m] := aborted;
  end;

end;

invariant "TCConsistent"
  !(exists m: Manager do manager[m] = committed end & exists m: Manager do manager[m] = aborted end);
