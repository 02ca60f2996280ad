// The written reason of a broken glass is about the person: it is kept sealed with their key, in
// the list of openings and in each entry made under it, and goes with that key. As text, so that
// an entry's bytes stay what entry.hpp says: "sealed:" base64(what the Sealer gave).
// Inside a body, on its thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "audit/facts.hpp"

namespace aksis::audit {

// The relation of entries whose reason is sealed.
inline constexpr std::string_view kBrokenGlass = "break_glass";
inline constexpr std::string_view kSealedPrefix = "sealed:";

// Opens what a Sealer sealed for the person. Empty: it opens no more, the person was erased.
using Unsealer = std::function<Result<std::string>(
    storage::Transaction& tx, std::string_view person, std::string_view sealed)>;

Result<std::string> seal_reason(storage::Transaction& tx, const Sealer& seal,
                                std::string_view person, std::string_view reason);

// As it was written; empty when it opens no more. What was written before reasons were sealed is
// shown as it stands.
Result<std::string> open_reason(storage::Transaction& tx, const Unsealer& open,
                                std::string_view person, std::string_view kept);

}  // namespace aksis::audit
