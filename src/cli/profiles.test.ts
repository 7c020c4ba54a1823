import { expect, test } from "vitest"
import { fileIn, quorate, toyRoot } from "../../test/toy-io.ts"

const root = toyRoot()
fileIn(
  root,
  "spec/profiles/lamp-1.0.yaml",
  "name: lamp-1.0\nsystem: lamp\nversion: 1.0.0\nabout: Nobody mends it.\nchoices:\n  repair: { is: off, until: 2.0.0, see: LAMP-1 }\n",
)
fileIn(
  root,
  "spec/profiles/lamp-2.0.yaml",
  "name: lamp-2.0\nsystem: lamp\nversion: 2.0.0\nabout: Mended.\nchoices: {}\n",
)
fileIn(root, "lamp.yaml", "model: lamp\nabout: A lamp.\nrun: { runs: 20 }\n")
const run = (...argv: readonly string[]) => quorate(root, argv)

test("profiles tells what each rule was, and when", () => {
  const { code, out } = run("profiles")
  expect([code, out.split("\n").slice(0, 3)]).toEqual([0, ["repair", "  off  lamp-1.0", "  on   lamp-2.0, today"]])
  expect(out).not.toContain("bulb")
})

test("profiles NAME tells what ended each rule", () => {
  expect(run("profiles", "lamp-1.0").out).toContain("    repair=off until 2.0.0 (LAMP-1)")
  expect(JSON.parse(run("profiles", "lamp-2.0", "--json").out)).toEqual({
    profiles: [{ name: "lamp-2.0", system: "lamp", version: "2.0.0", about: "Mended.", choices: {} }],
  })
  expect(run("profiles", "lamp-3").err).toContain(
    "profiles: expected a known profile, found lamp-3; did you mean lamp-1.0?",
  )
})

test("a check under a version says so, and its trace replays", () => {
  const path = `${root}/lamp.yaml`
  const { code, out } = run("check", path, "--set", "profile=lamp-1.0", "--json", "--trace-dir", `${root}/found`)
  const told = JSON.parse(out) as { readonly profile: string; readonly violation: { readonly traceFile: string } }
  expect([code, told.profile]).toEqual([1, "lamp-1.0"])
  expect(run("check", path, "--set", "profile=lamp-1.0").out).toContain("With the rules of lamp-1.0")
  expect(run("replay", told.violation.traceFile).code).toBe(1)
  expect(run("replay", told.violation.traceFile, "--set", "profile=lamp-2.0").out).toContain("✓ fixed")
  expect(JSON.parse(run("check", path, "--json").out)).toMatchObject({ profile: null, verdict: "passed" })
})
