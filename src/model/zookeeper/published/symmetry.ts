import type { Image, Symmetry } from "../../../engine/model.ts"
import type { ZabConfig } from "./config.ts"
import { channelName, type ZabMessage } from "./messages.ts"
import {
  type Heard,
  type Recorder,
  type ServerId,
  serverIds,
  type Txn,
  type ZabServer,
  type ZabState,
} from "./state.ts"

const imagesOf = (ids: readonly ServerId[], image: Image): ServerId[] =>
  ids.map((id) => image(id)).sort((a, b) => a - b)

const historyImage = (history: readonly Txn[], image: Image): Txn[] =>
  history.map((txn) => ({ ...txn, ackSid: imagesOf(txn.ackSid, image) }))

function heardImage<About extends object>(heard: Heard<About>, image: Image, about = (one: About): About => one) {
  return Object.fromEntries(Object.entries(heard).map(([sid, one]) => [image(Number(sid)), about(one)])) as Heard<About>
}

type Fields = { readonly [Field in keyof ZabServer]?: (value: ZabServer[Field], image: Image) => ZabServer[Field] }

/** The fields of a server that mention servers. */
const fields: Fields = {
  history: historyImage,
  connectInfo: (leader, image) => image(leader),
  learners: imagesOf,
  cepochRecv: (heard, image) => heardImage(heard, image),
  ackeRecv: (heard, image) =>
    heardImage(heard, image, (one) => ({ ...one, peerHistory: historyImage(one.peerHistory, image) })),
  ackldRecv: (heard, image) => heardImage(heard, image),
}

/** Renames those fields that a part of a server has. */
function serverImage(part: ZabServer, image: Image): ZabServer {
  const renamed = Object.entries(part).map(([name, value]) => {
    const rename = fields[name as keyof ZabServer] as ((value: unknown, image: Image) => unknown) | undefined
    return [name, rename === undefined ? value : rename(value, image)]
  })
  return Object.fromEntries(renamed)
}

const messageImage = (message: ZabMessage, image: Image): ZabMessage =>
  "mhistory" in message ? { ...message, mhistory: historyImage(message.mhistory, image) } : message

function channelImage(name: string, image: Image): string {
  const [from, to] = name.split(">").map((id) => image(Number(id)))
  return channelName(from as ServerId, to as ServerId)
}

function recorderImage(part: Recorder, image: Image): Recorder {
  if (part.pc === undefined) return part
  const [name, ...servers] = part.pc
  return { ...part, pc: [name, ...servers.map((server) => image(server))] }
}

const idImage = (id: string, image: Image): string => String(image(Number(id)))

/** All servers are alike: the oracle may call any of them, and no rule looks at which of two ids is the larger. */
export const serversAreAlike = (config: Pick<ZabConfig, "servers">): Symmetry<ZabState> => ({
  of: "servers",
  members: serverIds(config),
  renaming: {
    servers: { entry: idImage, value: serverImage },
    leaderOracle: { whole: (server, image) => image(server) },
    msgs: { entry: channelImage, value: (channel, image) => channel.map((message) => messageImage(message, image)) },
    recorder: { whole: recorderImage },
    proposalMsgsLog: { entry: idImage },
    epochLeader: { value: imagesOf },
  },
})
