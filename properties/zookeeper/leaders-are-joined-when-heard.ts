import type { Step } from "../../src/engine/model.ts"
import { alwaysNext } from "../../src/engine/property.ts"
import { areEnough, type Heard, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/**
 * An election that goes on although all has been said keeps a server out of its ensemble until somebody says something more.
 * Judged as a leader says so in the round of the server, which counts what it has heard in that round: votes and leaders
 * alike. One that is decided only waits for a better vote, and loses what it hears meanwhile.
 */
export const leadersAreJoinedWhenHeard = alwaysNext<ZooKeeperState>({
  name: "leaders-are-joined-when-heard",
  says: "A server that looks joins a leader as soon as that says that it leads, if a majority votes for it in their round",
  cites: ["zookeeper.established-leader", "zookeeper.election-end"],
  broken: (before, after, step) => {
    if (before.peers === after.peers) return null
    const told = leaderTelling(before, step)
    const was = told === null ? undefined : before.peers[told.to]
    const is = told === null ? undefined : after.peers[told.to]
    if (told === null || was?.state !== "looking" || is?.state !== "looking" || was.election.isDecided) return null
    const { round, received } = is.election
    if (told.round !== round) return null
    const isFor = (id: number): boolean => id === told.vote.leader || isSame(received[id], told)
    return areEnough(after.servers, "majority", isFor) ? { server: told.to, leader: told.vote.leader, round } : null
  },
})

/** What a leader has told a server that takes it in with this step. */
function leaderTelling(before: ZooKeeperState, { action, choice }: Step): (Heard & { readonly to: number }) | null {
  if (action !== "HandleNotification") return null
  const { from, to } = choice as { readonly from: number; readonly to: number }
  const told = before.electionChannels[`zk${from}>zk${to}`]?.[0]
  if (told?.state !== "leading" || told.vote?.leader !== from) return null
  return { ...told, vote: told.vote, to }
}

/** Whether somebody has said in the same round that it has the same vote. */
const isSame = (heard: Heard | undefined, { vote, round }: Heard): boolean =>
  heard?.round === round &&
  heard.vote.leader === vote.leader &&
  heard.vote.epoch === vote.epoch &&
  heard.vote.zxid === vote.zxid
