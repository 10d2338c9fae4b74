/// How far an instructional coaching cycle at one school has come: the last step that was taken.
public enum CoachingState: String, StateMachine {
    case input
    case lessonVisit = "lesson_visit"
    case feedback, practice, review, abandoned

    public enum Act: String, StateAct {
        case lessonVisit = "lesson_visit"
        case feedback, practice, review
        case abandon

        public var done: String {
            switch self {
            case .lessonVisit: "taken to the lesson visit"
            case .feedback: "taken to feedback"
            case .practice: "taken to practice"
            case .review: "reviewed"
            case .abandon: "abandoned"
            }
        }
    }

    public static let subject = "coaching cycle"

    public var words: String {
        switch self {
        case .input, .lessonVisit, .feedback, .practice: "at its \(title)"
        case .review: "at its review, and so complete"
        case .abandoned: "abandoned"
        }
    }

    public static func transition(_ act: Act) -> Transition<CoachingState> {
        switch act {
        case .lessonVisit: Transition(from: [.input], to: .lessonVisit)
        case .feedback: Transition(from: [.lessonVisit], to: .feedback)
        case .practice: Transition(from: [.feedback], to: .practice)
        case .review: Transition(from: [.practice], to: .review)
        case .abandon: Transition(from: [.input, .lessonVisit, .feedback, .practice], to: .abandoned)
        }
    }

    /// Whether a step is still to come.
    public var isOpen: Bool {
        switch self {
        case .input, .lessonVisit, .feedback, .practice: true
        case .review, .abandoned: false
        }
    }

    /// The step that comes next; nil when none does.
    public var next: CoachingStep? {
        switch self {
        case .input: .lessonVisit
        case .lessonVisit: .feedback
        case .feedback: .practice
        case .practice: .review
        case .review, .abandoned: nil
        }
    }

    public var title: String {
        switch self {
        case .input: "input"
        case .lessonVisit: "lesson visit"
        case .feedback: "feedback"
        case .practice: "practice"
        case .review: "review"
        case .abandoned: "given up"
        }
    }
}

/// The steps of a coaching cycle that follow its input, in their order.
public enum CoachingStep: String, CaseIterable, Sendable {
    case lessonVisit = "lesson_visit"
    case feedback, practice, review

    public var act: CoachingState.Act {
        switch self {
        case .lessonVisit: .lessonVisit
        case .feedback: .feedback
        case .practice: .practice
        case .review: .review
        }
    }
}

/// How far apart the inputs of one school are to be: two to four weeks.
public enum CoachingRhythm {
    public static let days = 14...28

    public enum Verdict: Equatable, Sendable {
        case inTime
        /// The first day that would be in time.
        case tooSoon(CivilDate)
        /// The last day that would have been in time.
        case late(CivilDate)
    }

    public static func judge(_ input: CivilDate, after last: CivilDate) -> Verdict {
        let gap = last.days(until: input)
        if gap < days.lowerBound { return .tooSoon(last.adding(days: days.lowerBound)) }
        return gap > days.upperBound ? .late(last.adding(days: days.upperBound)) : .inTime
    }
}

extension CoachingState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.input, _): "“coaching record” records its next step, lesson_visit."
        case (.lessonVisit, _): "“coaching record” records its next step, feedback."
        case (.feedback, _): "“coaching record” records its next step, practice."
        case (.practice, _): "“coaching record” records its next step, review."
        case (.review, _), (.abandoned, _): "That is final; “coaching start” begins the school's next cycle."
        }
    }
}
