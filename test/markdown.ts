/** A fenced block of a Markdown text. */
export interface FencedBlock {
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a Markdown text, all or those of one language. */
export function fencedBlocks(markdown: string, language?: string): readonly FencedBlock[] {
  return [...markdown.matchAll(/^```(\w*)[^\n]*\n(.*?)^```$/gms)]
    .map(([, found = "", text = ""]) => ({ language: found, text }))
    .filter((block) => language === undefined || block.language === language)
}

/** Where the links of a Markdown text lead, without those in fenced blocks. */
export function linksOf(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/^```.*?^```$/gms, "")
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link)
}

/** The rows of the first table whose header begins with this cell; each a list of cells. */
export function tableRows(markdown: string, firstHeader: string): readonly (readonly string[])[] {
  const lines = markdown.split("\n")
  const start = lines.findIndex((line) => cellsOf(line)[0] === firstHeader)
  if (start < 0) return []
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"))
  return lines.slice(start + 2, end < 0 ? undefined : end).map(cellsOf)
}

const cellsOf = (line: string): readonly string[] =>
  line.startsWith("|")
    ? line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim())
    : []
