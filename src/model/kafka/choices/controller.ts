import { choice } from "./choice.ts"

/** How the controller is elected, what it reads and writes, and whom it makes leader. */
export const controllerChoices = {
  controllerWriteFencing: choice(
    ["on", "off"],
    "Whether a controller's writes check that it is still the last one elected (KAFKA-6082)",
  ),
  bounceDetection: choice(
    ["on", "off"],
    "Whether the controller notices a broker that left and returned between two reads (KIP-380)",
  ),
  uncleanElection: choice(
    ["off", "on"],
    "unclean.leader.election.enable: whether a replica outside the ISR may lead when no other lives",
  ),
  electionEpoch: choice(["raised", "kept"], "Whether an election raises the leader epoch (it must)"),
  offlineLeader: choice(
    ["cleared", "kept"],
    "Whether a dead leader that nobody can replace is removed as leader when it leaves the ISR (it must)",
  ),
  offlineIsr: choice(
    ["lastMember", "emptied"],
    "Whether the last member stays in the ISR of a partition that nobody can lead, or leaves it too (until KAFKA-1028)",
  ),
  startupMetadata: choice(
    ["full", "none"],
    "Whether a broker that starts is sent the whole metadata (KIP-380 era controllers do; without, it answers from nothing)",
  ),
}
