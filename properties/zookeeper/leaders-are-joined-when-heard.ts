import { sameData } from "../../src/engine/data.ts"
import { alwaysNext } from "../../src/engine/property.ts"
import { areEnough, type Heard, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { toldWith } from "./told.ts"

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
    const told = toldWith(before, step)
    if (told === null || told.state !== "leading" || told.vote.leader !== told.from) return null
    const [was, is] = [before.peers[told.to], after.peers[told.to]]
    if (was?.state !== "looking" || is?.state !== "looking" || was.election.isDecided) return null
    const { round, received } = is.election
    if (told.round !== round) return null
    const isFor = (id: number): boolean => id === told.from || isSame(received[id], told)
    return areEnough(after.servers, "majority", isFor) ? { server: told.to, leader: told.from, round } : null
  },
})

/** Whether somebody has said in the same round that it has the same vote. */
const isSame = (heard: Heard | undefined, { vote, round }: Heard): boolean =>
  heard?.round === round && sameData(heard.vote, vote)
