// Sentences of our own that any business mail may use.

export const OPENERS: readonly string[] = [
  'Thank you for your quick answer on {weekday}.',
  'I hope the week has started well for you.',
  'It was good to speak to you and {first} on the phone.',
  'Just a short update before the weekend.',
  'Following our meeting in {city}, here is what we agreed.',
  'Sorry for the silence, I was travelling until {weekday}.',
  '{first} from our team asked me to get in touch with you.',
  'I am writing about reference {order}.',
  'Before I forget: there is one point left open from last time.',
  'We have good news about {order}.',
  'Could you help me with a small question?',
  'I have taken over this matter from {person}, who has moved to our {city} office.',
  'As promised, I looked into it again this morning.',
  'Many thanks for the visit, everybody here enjoyed it.',
  'I did not manage to reach you by phone, so I am trying it this way.',
]

export const CLOSERS: readonly string[] = [
  'Please let me know by {weekday} whether that works for you.',
  'If anything is unclear, simply call me after {time}.',
  'I will send the minutes as soon as {first} has read them.',
  'Shall we put {time} on {weekday} in the diary?',
  'No hurry with the answer, next week is early enough.',
  'Please keep {person} in copy.',
  'I am out of the office from {weekday}; {first} will stand in for me.',
  'Looking forward to hearing from you.',
  'A short yes is enough, then we start right away.',
  'We would be grateful for a signed copy by {day} {month}.',
  'Feel free to forward this to your colleagues in {city}.',
  'Thanks again for your patience with us.',
  'If I hear nothing by {day} {month}, I take it as agreed.',
  'Have a pleasant evening, and greetings to the whole team.',
]

export const MIDDLE: readonly string[] = [
  'The figures for {month} look {mood}.',
  'We expect the whole thing to take {duration}.',
  'The price would be {amount}, which is {percent} below the first offer.',
  '{person} will be your contact from {day} {month} on.',
  'Our colleagues in {city} have done the same thing before and can share what they learnt.',
  'The attached list has {count} lines; only the last three need a decision.',
  'There is a chance to save {percent} if we order together with {company}.',
  'One risk remains: the supplier in {city} has not confirmed yet.',
  'I would rather move the date than cut corners.',
  'We talked it through twice and still think that the simple way is the best one.',
  'The number to quote is {order}.',
  'Of the {count} open points, most are settled now.',
  'For the record, the deadline is {day} {month} at {time}.',
  '{first} noticed that the address on file is still the old one in {city}.',
  'Nothing changes for you in the meantime.',
  'A second opinion from {company} came to the same result.',
]

export const FOLLOW_UPS: readonly string[] = [
  'Yes, that works for us.',
  'Thanks, I have passed this on to {first}.',
  'Could we make it {weekday} instead?',
  'I agree with {person}, with one small exception.',
  'Good point, I had not thought of that.',
  'Please see my comments below.',
  'Let us take that one off the list, then.',
  'We can do {amount}, not a cent less.',
  'I checked: it was {count}, not {count}.',
  'Understood. I will come back to you by {time}.',
  'I had hoped for {duration}, but so be it.',
  'That is settled on our side.',
]

export const SIGN_OFFS: readonly string[] = [
  'Best regards',
  'Kind regards',
  'Many thanks',
  'Best wishes',
  'With kind regards',
  'Cheers',
  'Regards',
]
export const GREETINGS: readonly string[] = [
  'Hello {owner}',
  'Dear {owner}',
  'Hi {owner}',
  'Good morning {owner}',
  'Good afternoon {owner}',
  '{owner}',
]
