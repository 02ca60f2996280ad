// What the record tells the privacy engine about the people it holds. Made on the main thread, at
// start; its functions run inside bodies.
#pragma once

#include "privacy/holder.hpp"
#include "privacy/keyring.hpp"

namespace aksis::record {

// Shows everything of a person in French words, deletes it, declares the sealed columns. Time runs
// from the end of the registration; for who was never registered, from the last change of the
// record or of who accompanies them, and not while somebody does. Both outlive the holder.
privacy::Holder record_holder(privacy::Keyring& keys, const Clock& clock);

}  // namespace aksis::record
