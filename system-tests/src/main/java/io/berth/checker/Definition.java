package io.berth.checker;

/**
 * A VM as inventory defines it.
 *
 * @param waitsForOperator whether its restart priority keeps it down after a failure
 */
public record Definition(
        Position at, Vm vm, Domain domain, boolean highlyAvailable, boolean waitsForOperator) {}
