// Fills an empty instance with a fictional agency: a referential, offers, job seekers. Every step
// may be done again. Main thread.
#pragma once

#include <functional>
#include <string>

#include "app/instance/instance.hpp"

namespace aksis::app {

struct DemoFiles {
  std::string folder;       // rome/, trainings/, communes.csv, offers.jsonl, people.json
  std::string referential;  // a ROME folder to use instead of rome/; empty: none
};

// Told what is being done: "ROME", "offers" …
using OnStep = std::function<void(std::string_view step)>;

// Only the offers, with dates of today: what an agency made some days ago needs.
Status renew_offers(Instance& instance, const DemoFiles& files, Micros now);

Status populate(Instance& instance, const DemoFiles& files, Micros now, const OnStep& on_step);

}  // namespace aksis::app
