/**
 * Who may do what with the container of keys and what is below it: entries as data, default deny.
 */
@NullMarked
package io.berth.keyvault.domain.access;

import org.jspecify.annotations.NullMarked;
