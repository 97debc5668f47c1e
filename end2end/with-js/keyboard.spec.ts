// Whole journeys by keyboard alone, with the islands alive.
import { claimByKeyboard, leadByKeyboard } from '../support/journeys';
import { addPerson } from '../support/portal';
import { test } from '../support/test';

test('a lead by keyboard alone', async ({ page }) => leadByKeyboard(page, true));

test('a clerk claims a report by keyboard alone', async ({ page }) => claimByKeyboard(page, addPerson('triage')));
