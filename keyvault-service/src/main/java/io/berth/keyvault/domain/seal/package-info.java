/** What opens a vault and what keeps it shut. Pure: no framework, no clock, no randomness. */
@NullMarked
package io.berth.keyvault.domain.seal;

import org.jspecify.annotations.NullMarked;
