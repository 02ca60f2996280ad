// The professional qualities of ROME 3 under the names they have in ROME 4: offers still use the
// former ones, in part. Constants; any thread.
#pragma once

#include <array>
#include <string_view>

namespace aksis::matching {

struct FormerLabel {
  std::string_view former, present;
};

// Those that only changed in spelling need no line.
inline constexpr std::array kFormerLabels = {
    FormerLabel{"Travailler en équipe", "Avoir l'esprit d'équipe"},
    FormerLabel{"Prendre des initiatives et être force de proposition",
                "Etre force de proposition"},
    FormerLabel{"S'adapter aux changements", "Etre ouvert aux changements"},
    FormerLabel{"Respecter ses engagements, assumer ses responsabilités",
                "Faire preuve de sens des responsabilités"},
    FormerLabel{"Gérer son stress", "Faire preuve de contrôle de soi"},
    FormerLabel{"Faire preuve de curiosité", "Faire preuve de curiosité, d'ouverture d'esprit"},
};

}  // namespace aksis::matching
