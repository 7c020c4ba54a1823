export { isQuorum, majority, overlap, tolerated } from "./majority.ts"
