// Overlays and certifications in the database. Any worker thread.
#pragma once

#include <aksis/module.hpp>
#include <string>
#include <vector>

#include "overlay.hpp"
#include "store_versions.hpp"
#include "training.hpp"

namespace aksis::competences {

// The subject of an overlay's versions.
inline std::string overlay_subject(std::string_view id) {
  return "overlay:" + std::string(id);
}

Status store_overlay(VersionWriter& writer, const Overlay& overlay);
// The active ones, by id.
Result<std::vector<Overlay>> load_overlays(Host& host);

Status store_trainings(VersionWriter& writer, const std::vector<Certification>& certifications);
Result<std::vector<Certification>> load_trainings(Host& host);

}  // namespace aksis::competences
