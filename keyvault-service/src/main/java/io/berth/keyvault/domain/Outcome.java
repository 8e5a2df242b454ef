package io.berth.keyvault.domain;

/** What came of a request: what was asked for, or the reason against it. */
public sealed interface Outcome<T> {
    /** It was done. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was not done, and nothing was changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}
}
