package io.berth.inventory.rest.selfservice;

import org.jspecify.annotations.Nullable;

/** A VM that is to be taken from a quota. */
record HoldRequest(
        @Nullable String vm,
        @Nullable Long vcpus,
        @Nullable Long memoryMiB,
        @Nullable String member) {}
