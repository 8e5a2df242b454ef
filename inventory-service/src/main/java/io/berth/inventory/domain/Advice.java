package io.berth.inventory.domain;

/**
 * Something allowed that will probably not do what was meant.
 *
 * @param code stable, for programs
 * @param text for people, with what to do about it
 */
public record Advice(String code, String text) {}
