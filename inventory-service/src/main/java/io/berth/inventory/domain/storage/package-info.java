/**
 * Storage: what arrays, disk groups, LUNs and cluster shared volumes can hold, how many persistent
 * reservations they take, and how disks of VMs are better laid out. Pure rules and arithmetic.
 */
@NullMarked
package io.berth.inventory.domain.storage;

import org.jspecify.annotations.NullMarked;
