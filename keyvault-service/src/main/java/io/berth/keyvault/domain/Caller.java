package io.berth.keyvault.domain;

import io.berth.contracts.ids.Principal;

/**
 * Who asks.
 *
 * @param service whether the token carries the role of a service
 */
public record Caller(Principal principal, boolean service) {}
