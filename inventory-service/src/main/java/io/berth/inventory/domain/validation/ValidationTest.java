package io.berth.inventory.domain.validation;

import java.util.function.Function;

/**
 * A test of the catalogue.
 *
 * @param id stable, for programs
 * @param title for people
 * @param judge looks at the estate; reads nothing else
 */
public record ValidationTest(
        Category category, String id, String title, Function<Estate, Outcome> judge) {}
