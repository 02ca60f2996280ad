// What the handlers of the module share. One Service lives from start to stop; any worker thread.
#pragma once

#include <aksis/module.hpp>
#include <atomic>
#include <string>
#include <string_view>

#include "gap.hpp"
#include "reason.hpp"
#include "store_snapshot.hpp"
#include "store_versions.hpp"

namespace aksis::competences {

struct Service {
  explicit Service(Host& h) : host(h), snapshots(h) {}
  Host& host;
  Snapshots snapshots;
  std::atomic<bool> importing = false;
};

// Each binds the operations of one subject.
void bind_imports(Service& service);
void bind_referential(Service& service);
void bind_categories(Service& service);
void bind_profiles(Service& service);
void bind_gaps(Service& service);
void bind_trainings(Service& service);
void bind_bridges(Service& service);

// The reason as a sentence in the caller's language.
std::string sentence(const Request& request, const Reason& reason);

// {"code","label","kind"} of an item; {"rome_code","label"} of an occupation.
void write_item(json::Writer& out, const Referential& referential, Index item);
void write_occupation(json::Writer& out, const Referential& referential, Index occupation);

// Code::not_found, naming the code.
Result<Index> occupation_of(const Referential& referential, std::string_view rome_code);

// What the caller aims at: an occupation, an appellation, or skills by code.
struct Target {
  Index occupation = kNone;
  Index appellation = kNone;
  std::vector<Requirement> wanted;
  std::vector<std::string> unknown;  // skill codes the referential does not have
};
// From the members occupation, appellation, skills, sector, territory; exactly one of the first
// three.
Result<Target> target_of(const Snapshot& snapshot, const json::Value& input);
void write_target(json::Writer& out, const Referential& referential, const Target& target);

// The handler of an operation that needs the referential.
template <typename Body>
Host::Handler with_snapshot(Service& service, Body body) {
  return [&service, body](Request& request) -> Status {
    AKSIS_ASSIGN(snapshot, service.snapshots.get());
    return body(service, *snapshot, request);
  };
}

}  // namespace aksis::competences
