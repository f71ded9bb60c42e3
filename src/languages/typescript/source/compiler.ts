/**
 * TypeScript's compiler, in the edition that ts-morph carries. All else takes it from here, so that one
 * line says which compiler reads the sources.
 */

export { ts } from "ts-morph";
