import type { PartitionName } from "./state.ts"

/** Why a broker sent a request to ZooKeeper: what its answer is for. */
export type ZooKeeperPurpose =
  /** Create the node of this broker's id. */
  | { readonly kind: "register" }
  /** See who holds the node of this broker's id, and hear when it goes. */
  | { readonly kind: "registrationOwner" }
  /** Read the configuration of the topics. */
  | { readonly kind: "topicConfigs" }
  /** See whether there is a controller, and the last controller epoch. */
  | { readonly kind: "controllerLookup" }
  /** Follow the controller epoch. */
  | { readonly kind: "controllerEpoch" }
  /** Become the controller, in this epoch. */
  | { readonly kind: "controllerElection"; readonly epoch: number }
  /** The task at hand of the controller of this epoch. */
  | { readonly kind: "controllerTask"; readonly epoch: number }
  /** Store another ISR, as the leader in this epoch. */
  | { readonly kind: "isrChange"; readonly partition: PartitionName; readonly leaderEpoch: number }
  /** An administrative request, whose answer nobody waits for. */
  | { readonly kind: "administration" }
