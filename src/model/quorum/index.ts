export { isHierarchicalQuorum, type Share, type WeighedVoter } from "./hierarchical.ts"
export { isQuorum, majority, overlap, tolerated } from "./majority.ts"
