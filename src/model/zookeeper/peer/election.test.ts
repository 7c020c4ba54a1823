import { describe, expect, test } from "vitest"
import { exhaustive } from "../../../engine/index.ts"
import { type ZooKeeperConfig, type ZooKeeperRules, zooKeeperConfig, zooKeeperRules } from "../config.ts"
import { canRun, run } from "../driver.ts"
import { zooKeeper } from "../model.ts"
import type { ZooKeeperState } from "../state.ts"
import { answer, begun, type Elector, hear } from "./election.ts"
import type { Notification } from "./messages.ts"
import type { Election, Vote } from "./state.ts"
import { beats } from "./vote.ts"

const rules = (given: Partial<ZooKeeperRules> = {}): ZooKeeperRules =>
  zooKeeperRules.parse({ grain: "server", ...given })
const vote = (leader: number, zxid = 10, epoch = 1): Vote => ({ leader, zxid, epoch })
const elector = (id: number, servers = 3, given: Partial<ZooKeeperRules> = {}): Elector => ({
  id,
  own: vote(id),
  ensemble: { servers, clients: [], rules: rules(given) },
})
const looking = (leader: number, round = 1, zxid = 10): Notification => ({
  state: "looking",
  round,
  vote: vote(leader, zxid),
})
const settled = (state: "following" | "leading", leader: number, round = 1): Notification => ({
  state,
  round,
  vote: vote(leader),
})
type Heard = readonly [from: number, notification: Notification]
const hearing = (who: Elector, from: Election, ...heard: readonly Heard[]) =>
  heard.reduce((outcome, [from, one]) => hear(who, outcome.election, from, one), {
    election: from,
    tells: false,
    found: null,
  } as ReturnType<typeof hear>)

describe("the order of votes", () => {
  test("a later epoch, then a later transaction, then a larger number", () => {
    expect(beats(vote(1, 5, 2), vote(3, 9, 1), rules())).toBe(true)
    expect(beats(vote(1, 9, 1), vote(3, 5, 1), rules())).toBe(true)
    expect(beats(vote(2), vote(1), rules())).toBe(true)
    expect(beats(vote(1), vote(1), rules())).toBe(false)
  })

  test("by ZOOKEEPER-1419 each of two can be better than the other", () => {
    const was = rules({ voteOrder: "numberOverEpoch" })
    expect([beats(vote(1, 5, 2), vote(3, 5, 1), was), beats(vote(3, 5, 1), vote(1, 5, 2), was)]).toEqual([true, true])
  })
})

describe("a server that looks", () => {
  const one = elector(1)
  const start = begun(one, 1, null)

  test("gives way to a better vote, tells it, and waits once a quorum has it", () => {
    const { election, tells } = hearing(one, start, [2, looking(2)])
    expect(election).toMatchObject({ vote: { leader: 2 }, isDecided: true })
    expect(tells).toBe(true)
  })

  test("counts a worse vote, and keeps its own", () => {
    const two = elector(2)
    const { election, tells } = hearing(two, begun(two, 1, null), [1, looking(1)])
    expect(election).toMatchObject({ vote: { leader: 2 }, received: { 1: { vote: { leader: 1 } } }, isDecided: false })
    expect(tells).toBe(false)
  })

  test("that is decided gives way to a better vote and is lost on all else", () => {
    const decided = hearing(one, start, [2, looking(2)]).election
    expect(hearing(one, decided, [3, looking(1)]).election).toBe(decided)
    expect(hearing(one, decided, [3, looking(1, 7)]).election).toBe(decided)
    expect(hearing(one, decided, [3, looking(3)]).election).toMatchObject({ vote: { leader: 3 }, isDecided: true })
  })

  test("moves on to a later round with the better vote, and forgets what it has heard", () => {
    const three = elector(3)
    const { election, tells } = hearing(three, begun(three, 1, null), [1, looking(1)], [2, looking(2, 4)])
    expect(election.received).toEqual({ 2: looking(2, 4), 3: looking(3, 4) })
    expect([election.round, election.vote?.leader, tells]).toEqual([4, 3, true])
  })

  test("ignores an earlier round, but tells the other where it is", () => {
    const late = begun(one, 3, null)
    expect(hearing(one, late, [2, looking(2)]).election).toBe(late)
    expect(answer(one.ensemble, "looking", late, 2, looking(2))).toEqual(looking(1, 3))
    expect(answer(one.ensemble, "looking", late, 2, looking(2, 3))).toBeNull()
  })

  test("does not listen to those without a vote", () => {
    expect(hearing(one, start, [4, looking(3)]).election).toBe(start)
  })

  test("needs three votes of five, and all it takes is two of three", () => {
    const of5 = elector(1, 5)
    expect(hearing(of5, begun(of5, 1, null), [5, looking(5)]).election.isDecided).toBe(false)
    expect(hearing(of5, begun(of5, 1, null), [5, looking(5)], [4, looking(5)]).election.isDecided).toBe(true)
  })
})

describe("servers that look no more", () => {
  const two = elector(2)
  const start = begun(two, 5, null)

  test("are joined in their round, once the leader itself has said that it leads", () => {
    expect(hearing(two, start, [1, settled("following", 3)]).found).toBeNull()
    const { found, election } = hearing(two, start, [3, settled("leading", 3)], [1, settled("following", 3)])
    expect(found).toMatchObject({ round: 1, vote: { leader: 3 } })
    expect(election.received).toEqual({ 2: looking(2, 5) })
  })

  test("count together with the votes of their round", () => {
    const voted = hearing(two, start, [3, looking(3, 5)], [3, settled("leading", 3, 5)])
    expect(voted.election.isDecided).toBe(true)
    const undecided = { ...voted.election, isDecided: false }
    expect(hearing(two, undecided, [3, settled("leading", 3, 5)]).found).toMatchObject({ round: 5 })
  })

  test("are followed by a server that they follow only in its own round; by ZOOKEEPER-1514 in any", () => {
    const followers: readonly Heard[] = [
      [1, settled("following", 2)],
      [3, settled("following", 2)],
    ]
    expect(hearing(two, start, ...followers).found).toBeNull()
    expect(hearing(two, begun(two, 1, null), ...followers).found).not.toBeNull()
    const was = elector(2, 3, { leaderRound: "ignored" })
    expect(hearing(was, start, ...followers).found).toMatchObject({ round: 1 })
  })

  test("need not have found it in the same round, but of the same epoch; by ZOOKEEPER-1732 in both", () => {
    const apart: readonly Heard[] = [
      [3, settled("leading", 3, 2)],
      [1, settled("following", 3, 1)],
    ]
    expect(hearing(two, start, ...apart).found).not.toBeNull()
    expect(hearing(elector(2, 3, { sameVotes: "whole" }), start, ...apart).found).toBeNull()
    const other: Notification = { state: "following", round: 2, vote: vote(3, 10, 2) }
    expect(hearing(two, start, [3, settled("leading", 3, 2)], [1, other]).found).toBeNull()
  })

  test("by ZOOKEEPER-3537 a leader of another round is taken for one of this", () => {
    const heard: readonly Heard[] = [
      [3, { ...settled("leading", 3, 4), vote: vote(3, 10, 0) }],
      [3, looking(3, 5)],
    ]
    const told = (who: Elector) => {
      const { election } = hearing(who, begun(who, 5, null), ...heard)
      return hearing(who, { ...election, isDecided: false }, [1, settled("following", 3, 5)]).found
    }
    expect(told(two)).toBeNull()
    expect(told(elector(2, 3, { leaderHeard: "ever" }))).not.toBeNull()
  })

  test("tell whoever looks whom they have found, and one without a vote in any case", () => {
    const over: Election = { ...start, vote: vote(3) }
    expect(answer(two.ensemble, "following", over, 1, looking(1))).toEqual(settled("following", 3, 5))
    expect(answer(two.ensemble, "following", over, 1, settled("following", 3))).toBeNull()
    const observer: Notification = { state: "observing", round: 1, vote: null }
    expect(answer(two.ensemble, "following", over, 4, observer)).toEqual(settled("following", 3, 5))
  })
})

test("by ZOOKEEPER-975 an election is over when everybody has voted, for whomever", () => {
  const was = elector(3, 3, { electionEnd: "everybody" })
  const votes: readonly Heard[] = [
    [1, looking(2)],
    [2, looking(2)],
  ]
  expect(hearing(was, begun(was, 1, null), ...votes).election).toMatchObject({ vote: { leader: 3 }, isDecided: true })
  expect(hearing(elector(3), begun(elector(3), 1, null), ...votes).election.isDecided).toBe(false)
})

describe("an ensemble", () => {
  const model = (servers: number, given: Partial<ZooKeeperConfig["budgets"]>) =>
    zooKeeper(
      zooKeeperConfig.parse({
        servers,
        clients: 0,
        zookeeper: { grain: "server", newLeaderSteps: "atOnce", snapshotTransfer: "atOnce", lateAnswers: "dropped" },
        budgets: { serverCrashes: 0, writes: 0, ...given },
      }),
    )
  const crash = (server: number) => ["CrashServer", { server }] as const
  const leave = (server: number) => ["LearnerLeaves", { server }] as const
  const tell = (from: number, to: number) => ["HandleNotification", { from, to }] as const
  const conclude = (server: number) => ["ConcludeElection", { server }] as const
  const states = ({ peers }: ZooKeeperState) => Object.values(peers).map(({ state }) => state)

  test("two of three elect the larger of them, and the third finds them", () => {
    const three = model(3, { serverCrashes: 1 })
    const rivals = run(three, three.initial, crash(3), leave(1), leave(2))
    expect(rivals.peers[1]?.election.vote?.leader).toBe(1)
    expect(canRun(three, rivals, ...conclude(1))).toBe(false)
    const elected = run(three, rivals, tell(2, 1), tell(1, 2), conclude(2), conclude(1))
    expect(states(elected)).toEqual(["following", "leading", "looking"])
    const back = run(three, elected, ["RestartServer", { server: 3 }], tell(3, 1), tell(3, 2), tell(1, 3), tell(2, 3))
    expect(back.peers[3]).toMatchObject({ state: "following", leader: 2, election: { round: 2 } })
  })

  test("a server does not decide while somebody in reach has a better vote, unless it is slow", () => {
    const three = model(3, { timeouts: 3 })
    const state = run(
      three,
      three.initial,
      ["LearnerTimesOut", { server: 1 }],
      ["LearnerTimesOut", { server: 2 }],
      ["LeaderStepsDown", { leader: 3 }],
      tell(2, 1),
    )
    expect(state.peers[1]?.election.isDecided).toBe(true)
    expect(canRun(three, state, ...conclude(1))).toBe(false)
    expect(states(run(three, state, ["ConcludeElectionEarly", { server: 1 }]))[0]).toBe("following")
  })

  test("two of four elect nobody, and neither do two of five", () => {
    for (const servers of [4, 5]) {
      const many = model(servers, { serverCrashes: servers - 2 })
      const alone = run(
        many,
        many.initial,
        ...[5, 4, 3].filter((id) => id <= servers).map(crash),
        leave(1),
        leave(2),
        tell(2, 1),
        tell(1, 2),
      )
      expect([conclude(1), conclude(2)].map((step) => canRun(many, alone, ...step))).toEqual([false, false])
    }
  })

  test("three of five do", () => {
    const five = model(5, { serverCrashes: 2 })
    const left = run(five, five.initial, crash(5), crash(4), leave(1), leave(2), leave(3))
    const elected = run(five, left, tell(3, 1), tell(3, 2), tell(1, 3), tell(2, 3), conclude(3))
    expect(elected.peers[3]?.state).toBe("leading")
  })

  test("has so many states in an election after one crash", () => {
    const { verdict, states: searched } = exhaustive(model(3, { serverCrashes: 1 }), [], { healing: false })
    expect([verdict, searched.distinct]).toEqual(["holds", 130_474])
  })
})
